import type { CheckMetrics } from '../checks/ports.ts'
import type { Log } from '../ports.ts'

/** On one machine the figures are a line in the log, and only where they are other than before. */
export const createLogMetrics = (log: Log): CheckMetrics => {
  let before = ''
  return {
    report: counts => {
      const line = JSON.stringify(counts)
      if (line !== before) log.info('checks', { ...counts })
      before = line
    },
  }
}
