import { askerOf } from '../../teams/caller.ts'
import { JobError } from '../errors.ts'
import type { JobStore } from '../job-store.ts'
import type { Archive } from '../ports.ts'
import { type EventDeps, recordEvent } from '../record-event.ts'
import { signatureArchiveName } from '../signature-file.ts'
import { type GetJob, getJob } from './get-job.ts'

/**
 * A job's SIGNATURE file, byte for byte as the service answered it. The archive's copy is compared with it, so that a
 * file which somebody changed there does not go unnoticed. Who fetched it stands in the history before it is given.
 *
 * Refuses: JOB_NOT_FOUND, NO_SIGNATURE (an EBS or Glacier job has a barcode instead).
 */
export const getSignature = async (
  deps: EventDeps & { readonly jobs: JobStore; readonly archive: Archive },
  input: GetJob,
): Promise<Uint8Array> => {
  const { job } = await getJob(deps, input)
  if (job.signatureFileContents === undefined) {
    throw new JobError('NO_SIGNATURE', `Job ${job.jobId} has no SIGNATURE file; its device carries a barcode instead.`)
  }
  const kept = new TextEncoder().encode(job.signatureFileContents)
  await recordEvent(deps, job.id, askerOf(input), { action: 'fetch-signature', outcome: 'done' })
  const archived = await deps.archive.get(signatureArchiveName(job.team, job.jobId))
  if (archived && !Buffer.from(kept).equals(archived)) {
    deps.log.error('the archived SIGNATURE differs from the one that the service answered', { jobId: job.jobId })
  }
  return kept
}
