import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { JobError } from '../../lib/jobs/errors.ts'
import { allowedActions, requireAllowed, STATES, type State } from '../../lib/jobs/transitions.ts'

const states = Object.keys(STATES) as State[]
const transitions = [...new Set(states.flatMap(allowedActions))]

describe('the table of states', () => {
  it.each(states)('%s: what is not allowed is refused with the state and what it allows', state => {
    for (const transition of transitions) {
      const attempt = () => requireAllowed(transition, { jobId: 'AB123', state })
      if (allowedActions(state).includes(transition)) {
        expect(attempt).not.toThrow()
        continue
      }
      expect(attempt).toThrow(JobError)
      expect(attempt).toThrow(
        expect.objectContaining({
          code: 'TRANSITION_NOT_ALLOWED',
          details: expect.objectContaining({ currentState: state, allowedActions: allowedActions(state) }),
        }),
      )
    }
  })

  it('is the one that docs/jobs.md shows', () => {
    const rows = states.map(state => {
      const { meaning, allowed } = STATES[state]
      return `| \`${state}\` | ${meaning} | ${allowed.map(action => `\`${action}\``).join(', ')} |`
    })

    expect(readFileSync('docs/jobs.md', 'utf8')).toContain(rows.join('\n'))
  })
})
