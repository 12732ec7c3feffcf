import { logPlaceOf } from '../../manifest/redact/log-place.ts'
import type { Log, Metrics } from '../../system.ts'
import type { TeamDirectory } from '../../teams/directory.ts'
import type { Job } from '../job.ts'
import type { TeamBuckets } from '../ports.ts'
import { SIGNATURE_FILE_NAME } from '../signature-file.ts'

export interface CopyDeps {
  /** Default: none */
  readonly teamBuckets?: TeamBuckets
  /** Whether a team wants copies. Default: every team does */
  readonly teams?: Pick<TeamDirectory, 'get'>
  readonly log: Log
  readonly metrics: Metrics
}

/**
 * Copies a job's SIGNATURE to the manifest's log bucket, if the stage lists that bucket and the team wants copies. With
 * `logPrefix: logs/`, its name is `logs/JOBID/SIGNATURE`. Only our own archive counts, so a failed copy stops nothing.
 *
 * @returns `false`: the copy failed, which is logged. The record stays open, and its completion tries again
 */
export const copySignature = async ({ teamBuckets, teams, log, metrics }: CopyDeps, job: Job): Promise<boolean> => {
  const { jobId, manifest, signatureFileContents } = job
  if (!teamBuckets || signatureFileContents === undefined) return true
  const place = logPlaceOf(manifest)
  if (!place || !teamBuckets.isWritable(place.bucket)) return true
  if ((await teams?.get(job.team))?.copyLogs === false) return true
  try {
    const name = `${place.prefix}${jobId}/${SIGNATURE_FILE_NAME}`
    const bytes = new TextEncoder().encode(signatureFileContents)
    await teamBuckets.put(place.bucket, name, bytes, 'text/plain; charset=utf-8')
    return true
  } catch (error) {
    metrics.report({ SignaturesNotCopied: 1 })
    log.error("SIGNATURE not copied to the team's bucket; the record stays open", {
      jobId,
      bucket: place.bucket,
      error,
    })
    return false
  }
}
