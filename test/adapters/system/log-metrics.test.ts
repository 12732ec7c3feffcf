import { describe, expect, it } from '@jest/globals'
import { createLogMetrics } from '../../../lib/adapters/system/log-metrics.ts'

const reporting = () => {
  const lines: unknown[] = []
  const metrics = createLogMetrics({ info: (_message, fields) => void lines.push(fields), error: () => undefined })
  return { lines, metrics }
}

describe('figures on one machine', () => {
  it('are silent while there is nothing to report', () => {
    const { lines, metrics } = reporting()

    metrics.report({ ChecksActive: 0, ChecksFailing: 0 })
    metrics.report({ SubmissionsOpen: 0 })
    metrics.report({ JobsSubmitted: 1 })

    expect(lines).toEqual([])
  })

  it('are reported when they change, and once', () => {
    const { lines, metrics } = reporting()

    metrics.report({ SubmissionsOpen: 2 })
    metrics.report({ SubmissionsOpen: 2 })
    metrics.report({ ChecksActive: 1, ChecksFailing: 0 })
    metrics.report({ SubmissionsOpen: 0 })

    expect(lines).toEqual([{ SubmissionsOpen: 2 }, { ChecksActive: 1, ChecksFailing: 0 }, { SubmissionsOpen: 0 }])
  })
})
