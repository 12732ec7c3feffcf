import { DamagedStore } from '../../system.ts'
import { actorOf } from '../../teams/caller.ts'
import { JobError } from '../errors.ts'
import type { Job } from '../job.ts'
import type { JobStore } from '../job-store.ts'
import type { Archive } from '../ports.ts'
import { type JobEventDeps, recordJobEvent } from '../record-event.ts'
import { signatureArchiveName } from '../signature-file.ts'
import { type GetJob, getJob } from './get-job.ts'

type SignatureDeps = JobEventDeps & { readonly jobs: JobStore; readonly archive: Archive }

/**
 * A job's SIGNATURE file, byte for byte as the service answered it, from the copy that is right: the stored job's, or the
 * archive's where the job is damaged. A copy in the archive that differs does not go unnoticed. Who fetched it stands in the
 * history before it is given.
 *
 * Refuses: JOB_NOT_FOUND, NO_SIGNATURE (an EBS or Glacier job has a barcode instead).
 */
export const getSignature = async (deps: SignatureDeps, input: GetJob): Promise<Uint8Array> => {
  let job: Job
  try {
    job = (await getJob(deps, input)).job
  } catch (error) {
    if (!(error instanceof DamagedStore)) throw error
    return archivedSignature(deps, input, error)
  }
  if (job.signatureFileContents === undefined) {
    throw new JobError('NO_SIGNATURE', `Job ${job.jobId} has no SIGNATURE file; its device carries a barcode instead.`)
  }
  const stored = new TextEncoder().encode(job.signatureFileContents)
  await recordJobEvent(deps, job.id, actorOf(input), { action: 'fetch-signature', outcome: 'done' })
  await compareArchived(deps, job, stored)
  return stored
}

/** Of the caller's own team, since the job's owner is not known now. Its history cannot be found, so the log records the caller. */
const archivedSignature = async ({ archive, log }: SignatureDeps, input: GetJob, damage: DamagedStore) => {
  const jobId = input.jobId.toUpperCase()
  const archived = await archive.get(signatureArchiveName(input.caller.team, jobId))
  if (archived === undefined) throw damage
  log.error('a job is damaged; its SIGNATURE was given from the archive', {
    jobId,
    damage: damage.what,
    ...actorOf(input),
  })
  return archived
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
