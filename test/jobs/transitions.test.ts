import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { DEVICE_STAGES } from '../../lib/jobs/device-stage.ts'
import { JobError } from '../../lib/jobs/errors.ts'
import type { Job } from '../../lib/jobs/job.ts'
import { allowedActions, requireAllowed, STAGES, STATES, type State } from '../../lib/jobs/transitions.ts'
import { CODES } from '../support/device-codes.ts'
import { created } from '../support/records.ts'

const states = Object.keys(STATES) as State[]
const transitions = [...new Set(states.flatMap(state => allowedActions(state)))]
const cases = (['created', 'cancelled', 'expired'] as const).flatMap(state =>
  DEVICE_STAGES.map(stage => ({ state, stage })),
)

describe('the tables of states and stages', () => {
  it.each(cases)('$state, device $stage: what is not allowed is refused with what is', ({ state, stage }) => {
    const job: Job = created({ state, ...CODES[stage] })
    for (const transition of transitions) {
      const attempt = () => requireAllowed(transition, job)
      if (allowedActions(state, stage).includes(transition)) {
        expect(attempt).not.toThrow()
        continue
      }
      expect(attempt).toThrow(JobError)
      expect(attempt).toThrow(
        expect.objectContaining({
          code: 'TRANSITION_NOT_ALLOWED',
          details: expect.objectContaining({ currentState: state, allowedActions: allowedActions(state, stage) }),
        }),
      )
    }
  })

  it('offer no change of a job once work on its device has begun', () => {
    for (const stage of DEVICE_STAGES.slice(DEVICE_STAGES.indexOf('in-progress'))) {
      expect(allowedActions('created', stage)).toEqual(['custody', 'status'])
    }
  })

  it('are the ones that docs/jobs.md shows', () => {
    const page = readFileSync('docs/jobs.md', 'utf8')
    for (const table of [STATES, STAGES]) {
      const rows = Object.entries(table).map(
        ([name, { meaning, allowed }]) =>
          `| \`${name}\` | ${meaning} | ${allowed.map((action: string) => `\`${action}\``).join(', ')} |`,
      )
      expect(page).toContain(rows.join('\n'))
    }
  })
})
