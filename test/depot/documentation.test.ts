import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { LOCATION_MESSAGES, PROGRESS_MESSAGES } from '../../lib/depot/position-codes.ts'
import { ABORT_REASONS } from '../../lib/depot/staff-actions.ts'
import { BODIES } from '../../lib/depot/staff-requests.ts'

const PAGE = readFileSync('docs/depot.md', 'utf8')

describe('docs/depot.md', () => {
  it('names every verb, both as a route and as a command', () => {
    const [, routes = ''] = /POST \/staff\/jobs\/JOBID\/VERB`\s*\|([^|]*)\|/.exec(PAGE) ?? []

    expect([...routes.matchAll(/`(\w+)`/g)].map(([, verb]) => verb)).toEqual(Object.keys(BODIES))
    for (const verb of Object.keys(BODIES)) expect(PAGE).toContain(`\`waybill depot ${verb} JOBID`)
  })

  it('names every code that a customer may see', () => {
    // An expired job is a fault; only the staff sees its code.
    const codes = [...Object.keys(LOCATION_MESSAGES), ...Object.keys(PROGRESS_MESSAGES)]

    expect(codes.filter(code => code !== 'Expired' && !PAGE.includes(`\`${code}\``))).toEqual([])
    expect(PAGE).toContain(`Reasons: ${ABORT_REASONS.map(reason => `\`${reason}\``).join(', ')}.`)
  })
})
