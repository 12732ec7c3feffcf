import { isFault } from '../query-api/faults.ts'
import { artifactList } from './artifact-links.ts'
import { storeSheet } from './barcode-sheets.ts'
import { changeJob } from './change-job.ts'
import { checkManifest } from './check-manifest.ts'
import type { DepotOperation } from './depot-deps.ts'
import { proofOf, warningMessage } from './manifest-effects.ts'
import { endOf, ownJob, tooLateTo } from './own-job.ts'

/**
 * UpdateJob: gives a job another manifest, which may turn an import into an export. ID and signature stay.
 *
 * Refuses: InvalidJobIdException, CanceledJobIdException, ExpiredJobIdException, UnableToUpdateJobIdException, and the faults of
 * `checkManifest`.
 */
export const updateJob: DepotOperation<'UpdateJob'> = async (deps, request, caller) => {
  const job = await ownJob(deps, request.JobId, caller)
  if (isFault(job)) return job
  const now = deps.clock()
  const end = endOf(job, now) ?? tooLateTo('UnableToUpdateJobIdException', job, now)
  if (end) return end
  const manifest = await checkManifest(deps, { text: request.Manifest, jobType: request.JobType }, caller)
  if (isFault(manifest)) return manifest
  if (request.ValidateOnly) return { Success: true, WarningMessage: warningMessage(manifest) }

  const changed = await changeJob(
    deps,
    request.JobId,
    caller,
    ({ signature: _signature, sheet: _sheet, ...current }) =>
      tooLateTo('UnableToUpdateJobIdException', current, now) ?? {
        ...current,
        jobType: request.JobType,
        manifest: request.Manifest,
        ...proofOf(deps.signingSecret, current, manifest),
      },
  )
  if (isFault(changed)) return changed
  await storeSheet(deps, changed)
  return { Success: true, WarningMessage: warningMessage(manifest), ArtifactList: artifactList(deps, changed) }
}
