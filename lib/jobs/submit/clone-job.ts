import { changeOptions, dropHidden, type OptionChanges } from '../../manifest/assist/change-options.ts'
import { isOneLine } from '../../manifest/assist/option-texts.ts'
import type { Asking } from '../../teams/caller.ts'
import { TeamError, type TeamFault } from '../../teams/errors.ts'
import { type AttemptDeps, attemptOnJob } from '../look-up/attempt-on-job.ts'
import { requireUnpurged } from '../look-up/get-manifests.ts'

export interface CloneJob extends Asking {
  readonly jobId: string
  /** New values, by the JSON Pointers of their options; `null` removes an option. */
  readonly values: OptionChanges
}

/** A new manifest, made of an old job's. */
export interface ClonedManifest {
  readonly manifest: string
  /** Options of the old manifest that the new one does not have, since they are secrets. */
  readonly secretsLeftOut: readonly string[]
}

/**
 * The manifest of a job with new values. Passwords and PINs are not stored, so they are left out and must be given again.
 * History records it as a reading of the manifest.
 *
 * Refuses: JOB_NOT_FOUND, MANIFEST_PURGED, VALUES_INVALID.
 */
export const cloneManifest = (deps: AttemptDeps, { values, ...asked }: CloneJob): Promise<ClonedManifest> =>
  attemptOnJob(deps, asked, 'read-manifest', async ({ job }) => {
    requireUnpurged(job)
    return withValues(job.manifest, values)
  })

const withValues = (old: string, values: OptionChanges): ClonedManifest => {
  const faults = Object.entries(values).flatMap(([pointer, value]) => valueFaults(pointer, value))
  if (faults.length > 0) throw valuesInvalid(faults)
  const { text, dropped } = dropHidden(old)
  const { text: manifest, unknown } = changeOptions(text, values)
  if (unknown.length > 0) throw valuesInvalid(unknown.map(pointer => valueFault(pointer, 'VALUE_UNKNOWN', NO_VALUE)))
  const given = Object.keys(values).map(pointer => pointer.slice(1))
  return { manifest, secretsLeftOut: dropped.filter(name => !given.includes(name)) }
}

const NO_VALUE = "This leads to no single value of the job's manifest, such as /deviceId or /returnAddress/name."

const valueFault = (pointer: string, code: string, detail: string): TeamFault => ({
  code,
  detail,
  pointer: `/values/${pointer.replaceAll('~', '~0').replaceAll('/', '~1')}`,
})

const valueFaults = (pointer: string, value: string | null): readonly TeamFault[] => {
  if (!/^(?:\/[A-Za-z0-9_.~-]{1,64}){1,4}$/.test(pointer))
    return [valueFault(pointer.slice(0, 64), 'VALUE_UNKNOWN', NO_VALUE)]
  if (value === null || isOneLine(value)) return []
  return [valueFault(pointer, 'VALUE_NOT_ALLOWED', 'The value has a line break or another control character.')]
}

const valuesInvalid = (faults: readonly TeamFault[]) =>
  new TeamError(
    'VALUES_INVALID',
    'The values do not fit the manifest; nothing was sent. Fix the entries in "errors".',
    {
      faults,
    },
  )
