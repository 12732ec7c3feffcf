import { Cron } from 'croner'
import type { Alarms } from '../../checks/ports.ts'
import type { Clock, Log } from '../../system.ts'

/** The longest time of a Node timer, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * Wakes at a time, however far off (croner bridges what a timer cannot count) and also when the machine was asleep. A clock
 * that is set back meanwhile does not put it off: it wakes after so much time as it was to wait when it was set.
 */
export const createCronerAlarms = (log: Log, clock: Clock): Alarms => ({
  at: (time, wake) => {
    const end = () => {
      clearTimeout(timer)
      job.stop()
    }
    const once = () => {
      end()
      wake()
    }
    const job = new Cron(time, { catch: error => log.error('an alarm failed', { error }), unref: true }, once)
    // A time that is over by now never comes for croner: it is due at once.
    const isPast = job.nextRun() === null
    const waitMs = isPast ? 0 : time.getTime() - clock().getTime()
    const timer = waitMs <= LONGEST_TIMER_MS ? setTimeout(once, waitMs) : undefined
    if (!isPast) timer?.unref()
    return end
  },
})
