import { signDays } from '../lib/audit/sign-days.ts'
import { inTime } from './in-time.ts'
import { signingDependencies } from './wiring-history.ts'

/** How long one day may take: a run finishes the day that it begins, so it begins none in the second half of its time. */
const RESERVE_MS = 450_000

const deps = signingDependencies()

/** Runs on a schedule. The result is only for the log. */
export const handler = inTime(async (_event: unknown, context) => {
  const until = new Date(deps.clock().getTime() + context.getRemainingTimeInMillis() - RESERVE_MS)
  return { signed: await signDays(deps, until) }
})
