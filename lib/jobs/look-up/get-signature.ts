import { DamagedStore } from '../../system.ts'
import { actorOf } from '../../teams/caller.ts'
import { attempt } from '../attempt.ts'
import { JobError } from '../errors.ts'
import type { Job } from '../job.ts'
import type { Archive } from '../ports.ts'
import { signatureArchiveName } from '../signature-file.ts'
import { type AttemptDeps, attemptOnJob } from './attempt-on-job.ts'
import type { GetJob } from './get-job.ts'

type SignatureDeps = AttemptDeps & { readonly archive: Archive }

/**
 * A job's SIGNATURE file, byte for byte as the service answered it. It comes from the job item, or from the archive if the
 * item is damaged. A different copy in the archive is reported. History records the caller before the answer.
 *
 * Refuses: JOB_NOT_FOUND, NO_SIGNATURE (an EBS or Glacier job has a barcode instead).
 */
export const getSignature = async (deps: SignatureDeps, input: GetJob): Promise<Uint8Array> => {
  try {
    return await attemptOnJob(deps, input, 'fetch-signature', async ({ job }) => {
      const { jobId, signatureFileContents: text } = job
      if (text === undefined)
        throw new JobError('NO_SIGNATURE', `Job ${jobId} has no SIGNATURE file; its device carries a barcode instead.`)
      const stored = new TextEncoder().encode(text)
      await compareArchived(deps, job, stored)
      return stored
    })
  } catch (error) {
    if (!(error instanceof DamagedStore)) throw error
    return archivedSignature(deps, input, error)
  }
}

/** Only for the caller's own team, since the damaged item does not show the job's team. */
const archivedSignature = async (deps: SignatureDeps, input: GetJob, damage: DamagedStore) => {
  const { archive, log } = deps
  const jobId = input.jobId.toUpperCase()
  const archived = await archive.get(signatureArchiveName(input.caller.team, jobId))
  if (archived === undefined) throw damage
  log.error('a job is damaged; its SIGNATURE was given from the archive', {
    jobId,
    damage: damage.what,
    ...actorOf(input),
  })
  const report = () => ({ jobId, detail: `from the archive: ${damage.what} is damaged` })
  return attempt(deps, input, 'fetch-signature', async () => archived, report)
}

const compareArchived = async ({ archive, log }: SignatureDeps, { team, jobId }: Job, stored: Uint8Array) => {
  try {
    const archived = await archive.get(signatureArchiveName(team, jobId))
    if (!archived || Buffer.from(stored).equals(archived)) return
  } catch (error) {
    if (!(error instanceof DamagedStore)) throw error
  }
  log.error('the archived SIGNATURE differs from the one that the service answered', { jobId })
}
