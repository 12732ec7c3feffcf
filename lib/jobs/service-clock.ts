import { JobError } from './errors.ts'
import type { Service, ServiceCall } from './service.ts'

/** How far the clocks of client and service may differ for a signature to be good. */
export const ALLOWED_SKEW_MS = 15 * 60_000

/**
 * Before something is sent that the service may act on: our clock and the service's must agree. A request that is signed
 * with a wrong clock may be good for longer than we know, and a job that it made stands elsewhere in the service's list than
 * we would look.
 *
 * Refuses: CLOCK_WRONG.
 *
 * @returns by how much the service's clock is ahead of ours, in milliseconds; `undefined`: that is not known yet
 */
export const requireClock = async (
  { service }: { readonly service: Pick<Service, 'clockAheadMs'> },
  call: Pick<ServiceCall, 'deadline'>,
): Promise<number | undefined> => {
  const aheadMs = await service.clockAheadMs(call)
  if (aheadMs === undefined || Math.abs(aheadMs) <= ALLOWED_SKEW_MS) return aheadMs
  const minutes = Math.round(Math.abs(aheadMs) / 60_000)
  throw new JobError(
    'CLOCK_WRONG',
    `Nothing was sent: Waybill's clock is ${minutes} minutes ${aheadMs < 0 ? 'ahead of' : 'behind'} the Import/Export service's. An operator must set it; then send the same request again.`,
  )
}
