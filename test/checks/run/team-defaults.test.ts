import { beforeEach, describe, expect, it } from '@jest/globals'
import { putCheck } from '../../../lib/checks/manage/put-check.ts'
import { runDueCheck } from '../../../lib/checks/run/run-check.ts'
import type { Caller } from '../../../lib/teams/caller.ts'
import type { Team } from '../../../lib/teams/team.ts'
import { checkWorld } from '../../support/check-world.ts'
import { withTeams } from '../../support/team-world.ts'
import { addressOf, nextOf, teamOf } from '../../support/teams.ts'

const ANN: Caller = { team: 'lab', principal: 'ann', role: 'member' }
const SHORT = 'manifestVersion:2.0\ndeviceId:D1\nbucket:mybucket\neraseDevice:yes\n'
const ADDRESS = {
  name: 'Jane Roe',
  street1: '123 Any Street',
  city: 'Anytown',
  stateOrProvince: 'WA',
  postalCode: '98101',
  country: 'USA',
  phoneNumber: '+1 206 555 0111',
}
const HOME = { ...ADDRESS, street1: '7 Home Street' }

let world: ReturnType<typeof begin>
const begin = () => withTeams(checkWorld())
let stored: Team | undefined
beforeEach(() => {
  world = begin()
  stored = undefined
})

const teamHas = async (defaults: Team['defaults']) => {
  const next = stored ? nextOf(stored, { defaults }) : teamOf('lab', { defaults })
  await world.deps.teamStore.put(next, await world.deps.teamStore.get('lab'))
  stored = next
  // As long as a change may take.
  world.pass(60)
}
const put = (manifest: string) =>
  putCheck(world.deps, {
    caller: ANN,
    name: 'guide',
    manifest,
    schedule: { expression: 'rate(1 minute)', timeZone: 'UTC' },
    enabled: true,
    notify: { email: true, digest: false, unknownAfterMinutes: 2 },
  })
let runs = 0
const due = async () => {
  world.pass(60)
  runs += 1
  const check = await world.deps.checks.get('lab', 'guide')
  const task = { do: 'run', team: 'lab', name: 'guide', checkId: check?.id ?? '', runId: `run-${runs}` } as const
  await runDueCheck(world.deps, task)
  return (await world.deps.runs.list({ team: 'lab', name: 'guide' }, { limit: 1 })).runs[0]
}
const streets = () => world.service.requests.map(({ manifest }) => /street1: (.*)/.exec(manifest)?.[1])

describe('a check of a manifest that leaves out what the team has', () => {
  it('passes with the defaults, as they are at each run', async () => {
    await teamHas({ returnAddress: ADDRESS, notificationEmail: 'lab@example.com' })
    await put(SHORT)

    const first = await due()
    await teamHas({ returnAddress: HOME, notificationEmail: 'lab@example.com' })
    const second = await due()

    expect([first?.outcome, second?.outcome]).toEqual(['pass', 'pass'])
    expect(streets()).toEqual(['123 Any Street', '7 Home Street'])
    // The text is the same, only what the team fills in is not.
    expect(first?.manifestSha256).toBe(second?.manifestSha256)
  })

  it('fails once the team has them no longer, and names the option', async () => {
    await teamHas({ returnAddress: ADDRESS })
    await put(SHORT)
    expect((await due())?.outcome).toBe('pass')

    await teamHas({})
    const run = await due()

    expect(run).toMatchObject({
      outcome: 'fail',
      diagnostics: expect.arrayContaining([
        expect.objectContaining({ code: 'OPTION_MISSING', pointer: '/returnAddress' }),
      ]),
    })
  })

  it('takes an address of the address book, and fails where that is gone, which is not a failure of Waybill', async () => {
    await teamHas({ returnAddress: 'office' })
    const office = addressOf({ name: 'office', address: ADDRESS })
    await world.deps.belongings.put(office, undefined)
    await put(SHORT)
    expect((await due())?.outcome).toBe('pass')

    await world.deps.belongings.remove(office)
    const run = await due()

    expect(run).toMatchObject({ outcome: 'fail', checks: [{ name: 'manifest', outcome: 'fail' }] })
    expect(run?.diagnostics[0]).toMatchObject({
      code: 'ADDRESS_NOT_FOUND',
      detail: expect.stringContaining('"office"'),
    })
  })

  it('is not put where the defaults do not make it whole', async () => {
    await teamHas({ notificationEmail: 'lab@example.com' })
    await expect(put(SHORT)).rejects.toMatchObject({ code: 'MANIFEST_INVALID' })

    await teamHas({ returnAddress: 'nowhere' })
    await expect(put(SHORT)).rejects.toMatchObject({ code: 'ADDRESS_NOT_FOUND' })
    expect(await world.deps.checks.get('lab', 'guide')).toBeUndefined()
  })

  it('does not fail for an address that a whole manifest does not need', async () => {
    await teamHas({ returnAddress: 'nowhere' })
    const lines = Object.entries(ADDRESS).map(([name, value]) => `    ${name}:${value}\n`)
    await put(`${SHORT}returnAddress:\n${lines.join('')}`)

    expect((await due())?.outcome).toBe('pass')
  })
})
