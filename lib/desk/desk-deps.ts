import { JobError } from '../jobs/errors.ts'
import type { JobDeps } from '../jobs/job-deps.ts'
import type { StaffSide } from './ports.ts'

export interface DeskDeps extends JobDeps {
  /** The depot, where it is ours. Default: devices go to a service of others */
  readonly depot?: StaffSide | undefined
}

/** @throws JobError DEPOT_MISSING */
export const requireDepot = ({ depot }: Pick<DeskDeps, 'depot'>): StaffSide => {
  if (depot) return depot
  throw new JobError(
    'DEPOT_MISSING',
    'Devices go to a service of others here. The desk exists only where Waybill has a depot of its own.',
  )
}
