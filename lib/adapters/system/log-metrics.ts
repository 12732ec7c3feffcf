import type { Figures } from '../../metrics.ts'
import type { Log, Metrics } from '../../system.ts'

/**
 * On one machine the figures that say how things stand are a line in the log, and only where they are other than before
 * (nothing but noughts, at first).
 * What is counted shows in the requests' own lines.
 */
export const createLogMetrics = (log: Log): Metrics => {
  const before = new Map<string, string>()
  return {
    report: figures => {
      const standing = Object.entries(figures).filter(([name]) => STANDING.test(name))
      if (standing.length === 0) return
      const names = standing.map(([name]) => name).join()
      const line = JSON.stringify(standing)
      const noughts = JSON.stringify(standing.map(([name]) => [name, 0]))
      if (line !== (before.get(names) ?? noughts)) log.info('figures', Object.fromEntries(standing) satisfies Figures)
      before.set(names, line)
    },
  }
}

const STANDING = /^(?:Checks|SubmissionsOpen|Jobs(?:Not)?AskedAbout|DevicesMoved)/
