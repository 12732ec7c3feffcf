import type { Diagnostic } from '../../manifest/diagnostics/diagnostic.ts'
import type { Era, JobType, Manifest } from '../../manifest/manifest.ts'
import { readManifest } from '../../manifest/read.ts'
import type { Caller } from '../../teams/caller.ts'
import type { Credentials, Keys } from '../../teams/keys.ts'
import { JobError } from '../errors.ts'

/** A manifest as a caller sends it. */
export interface ManifestInput {
  readonly caller: Caller
  readonly text: string
  /** Default: the manifest's own */
  readonly jobType?: JobType
  /** The name of an address in the team's address book, for a manifest without a return address. Default: the team's default */
  readonly returnAddress?: string
}

export interface ReadSubmission {
  readonly manifest: Manifest
  readonly warnings: readonly Diagnostic[]
}

/**
 * The typed manifest and its warnings.
 *
 * Refuses: JOB_TYPE_MISMATCH, MANIFEST_INVALID.
 */
export const readSubmission = (input: ManifestInput, era: Era): ReadSubmission => {
  const reading = readManifest(input.text, { era, ...(input.jobType && { jobType: input.jobType }) })
  const { diagnostics } = reading
  if (reading.manifest) return { manifest: reading.manifest, warnings: diagnostics }

  const errors = diagnostics.filter(diagnostic => diagnostic.severity === 'error')
  const [first] = errors
  if (errors.length === 1 && first?.code === 'JOB_TYPE_MISMATCH') {
    throw new JobError('JOB_TYPE_MISMATCH', first.detail, { diagnostics })
  }
  const count = errors.length === 1 ? 'one fault' : `${errors.length} faults`
  throw new JobError('MANIFEST_INVALID', `The manifest has ${count}; nothing was sent. Mend what "errors" lists.`, {
    diagnostics,
  })
}

/**
 * The key that signs for this team: the one that the manifest names, otherwise the team's first.
 *
 * Refuses: SIGNING_KEY_MISSING, SIGNING_KEY_NOT_ALLOWED.
 */
export const signingKey = async (keys: Keys, team: string, manifest: Manifest): Promise<Credentials> => {
  const ofTeam = await keys.ofTeam(team)
  const [preferred] = ofTeam
  if (!preferred) {
    throw new JobError('SIGNING_KEY_MISSING', `Team "${team}" has no signing key; an operator must give it one.`)
  }
  if (manifest.accessKeyId === undefined) return preferred

  const named = ofTeam.find(key => key.accessKeyId === manifest.accessKeyId)
  if (!named) {
    throw new JobError(
      'SIGNING_KEY_NOT_ALLOWED',
      `The accessKeyId ${manifest.accessKeyId} of the manifest does not belong to team "${team}". Use one of the team's keys, or leave the option out.`,
    )
  }
  return named
}
