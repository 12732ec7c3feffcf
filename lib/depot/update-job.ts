import { isFault } from '../query-api/faults.ts'
import { changeJob } from './change-job.ts'
import { checkManifest } from './check-manifest.ts'
import type { OperationOf } from './depot-deps.ts'
import { jobSignature } from './job-signature.ts'
import { carriesSignature, warningMessage } from './manifest-effects.ts'
import { endOf, ownJob } from './own-job.ts'

/**
 * UpdateJob: another manifest for a job, which may turn an import into an export. ID and signature stay.
 *
 * Refuses: InvalidJobIdException, CanceledJobIdException, ExpiredJobIdException, and what `checkManifest` finds.
 */
export const updateJob: OperationOf<'UpdateJob'> = async (deps, request, caller) => {
  const job = await ownJob(deps, request.JobId, caller)
  if (isFault(job)) return job
  const end = endOf(job, deps.clock())
  if (end) return end
  const manifest = await checkManifest(deps, { text: request.Manifest, jobType: request.JobType }, caller)
  if (isFault(manifest)) return manifest

  if (!request.ValidateOnly) {
    const refusal = await changeJob(deps, request.JobId, caller, ({ signature: _, ...current }) => ({
      ...current,
      jobType: request.JobType,
      manifest: request.Manifest,
      ...(carriesSignature(manifest) && { signature: jobSignature(deps.signingSecret, current) }),
    }))
    if (refusal) return refusal
  }
  return { Success: true, WarningMessage: warningMessage(manifest) }
}
