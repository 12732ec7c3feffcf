import type { Pause } from '../jobs/look-up/wait-for-job.ts'
import type { Wait } from '../system.ts'

/** Pauses that end when Waybill stops. */
export const stoppablePause = (wait: Wait): { readonly pause: Pause; readonly stop: () => Promise<void> } => {
  const stopped = Promise.withResolvers<false>()
  return {
    pause: milliseconds => Promise.race([wait(milliseconds).then(() => true), stopped.promise]),
    stop: async () => stopped.resolve(false),
  }
}
