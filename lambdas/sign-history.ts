import { signDays } from '../lib/audit/sign-days.ts'
import { inTime } from './in-time.ts'
import { signingDependencies } from './wiring-history.ts'

/** What a day may take: a day that is begun is ended, so none begins in the second half of the function's time. */
const RESERVE_MS = 450_000

const deps = signingDependencies()

/** Run on a schedule; what it answers is for its log. */
export const handler = inTime(async (_event: unknown, context) => {
  const until = new Date(deps.clock().getTime() + context.getRemainingTimeInMillis() - RESERVE_MS)
  return { signed: await signDays(deps, until) }
})
