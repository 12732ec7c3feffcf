import type { JobStore } from '../jobs/job-store.ts'
import { askedOfJob } from './depot-errors.ts'
import { type DeskDeps, requireDepot } from './desk-deps.ts'
import type { DepotReport } from './ports.ts'

/** A job as the depot's staff sees it, with its team where Waybill has made it. */
export type DeviceAtDesk = DepotReport & { readonly team?: string }

/**
 * One job at the depot, whether or not its device is here.
 *
 * Refuses: DEPOT_MISSING, and what `askedOfJob` refuses.
 */
export const getDevice = async (
  deps: Pick<DeskDeps, 'depot'> & { readonly jobs: Pick<JobStore, 'job'> },
  jobId: string,
): Promise<DeviceAtDesk> => {
  const report = await askedOfJob(requireDepot(deps).job(jobId))
  const job = await deps.jobs.job(report.jobId)
  return { ...report, ...(job && { team: job.team }) }
}
