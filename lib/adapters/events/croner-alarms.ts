import { Cron } from 'croner'
import type { Alarms } from '../../checks/ports.ts'
import type { Log } from '../../system.ts'

/** Wakes at a time, however far off (croner bridges what a timer cannot count) and also when the machine was asleep. */
export const createCronerAlarms = (log: Log): Alarms => ({
  at: (time, wake) => {
    const job = new Cron(time, { catch: error => log.error('an alarm failed', { error }), unref: true }, wake)
    // A time that is over by now never comes for croner: it is due at once.
    if (job.nextRun() === null) {
      const soon = setTimeout(wake, 0)
      return () => clearTimeout(soon)
    }
    return () => job.stop()
  },
})
