import { JobError } from './errors.ts'
import type { Service, ServiceCall } from './service.ts'

/** By how much the clocks of client and service may differ for a signature to be valid, in milliseconds. */
export const ALLOWED_SKEW_MS = 15 * 60_000

/**
 * Checks that our clock agrees with the service's, before a request that the service may act on is sent. With a wrong clock,
 * a signature could be valid for longer than we know, and its job would stand at another place in the service's list.
 *
 * Refuses: CLOCK_WRONG.
 *
 * @returns by how much the service's clock is ahead of ours, in milliseconds; `undefined`: not known yet
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
