import { beforeEach, describe, expect, it } from '@jest/globals'
import { deleteCheck } from '../../../lib/checks/manage/delete-check.ts'
import { putCheck } from '../../../lib/checks/manage/put-check.ts'
import { maintainChecks } from '../../../lib/checks/schedule/maintain-checks.ts'
import { parseStaticCheck, type StaticCheck } from '../../../lib/checks/static-check.ts'
import { type CheckWorld, checkWorld } from '../../support/check-world.ts'
import { importManifest } from '../../support/manifests.ts'

let world: CheckWorld
beforeEach(() => {
  world = checkWorld()
})

const staticCheck = (overrides: Partial<StaticCheck> = {}): StaticCheck => ({
  name: 'nightly',
  team: 'lab',
  manifest: importManifest(),
  schedule: 'rate(24 hours)',
  timeZone: 'UTC',
  enabled: true,
  email: true,
  digest: false,
  unknownAfterMinutes: 60,
  ...overrides,
})
const apply = async (...checks: StaticCheck[]) => {
  world.staticChecks.splice(0, Number.POSITIVE_INFINITY, ...checks)
  await maintainChecks(world.deps)
  return world.deps.checks.get('lab', 'nightly')
}
const ANN = { team: 'lab', principal: 'ann', role: 'member' } as const
const byAnn = (name = 'nightly') =>
  putCheck(world.deps, {
    caller: ANN,
    name,
    manifest: importManifest(),
    schedule: { expression: 'rate(1 hour)', timeZone: 'UTC' },
    enabled: true,
    notify: { email: true, digest: false, unknownAfterMinutes: 60 },
  })

describe('checks that come with the settings', () => {
  it('are put and scheduled, and stay as they are until the settings change', async () => {
    const first = await apply(staticCheck())
    expect(first).toMatchObject({ isStatic: true, revision: 1, updatedBy: 'the settings of the stage' })
    expect(world.schedules.plans.size).toBe(1)

    expect(await apply(staticCheck())).toEqual(first)
    expect(await apply(staticCheck({ schedule: 'rate(1 hour)' }))).toMatchObject({ revision: 2 })
    expect(await apply(staticCheck({ schedule: 'rate(1 hour)', digest: true }))).toMatchObject({ revision: 3 })
  })

  it('go when the settings have them no more, with their schedules, and no other check does', async () => {
    await byAnn('mine')
    await apply(staticCheck(), staticCheck({ name: 'weekly' }))

    await apply(staticCheck({ name: 'weekly' }))

    expect([...world.schedules.plans.values()].map(({ check }) => check.name).sort()).toEqual(['mine', 'weekly'])
  })

  it('are changed and removed nowhere else', async () => {
    await apply(staticCheck())

    await expect(byAnn()).rejects.toMatchObject({ code: 'CHECK_INVALID' })
    await expect(deleteCheck(world.deps, { caller: ANN, name: 'nightly' })).rejects.toMatchObject({
      code: 'CHECK_INVALID',
    })
  })

  it("never take the place of a team's own, which is logged, and the others are put", async () => {
    await byAnn()

    expect(await apply(staticCheck(), staticCheck({ name: 'weekly' }))).toMatchObject({ updatedBy: 'ann' })
    expect(world.errors).toContain('a check of the settings could not be put')
    expect(await world.deps.checks.get('lab', 'weekly')).toBeDefined()
  })
})

describe('a file of a static check', () => {
  const parse = (settings: object | string, manifest = importManifest()) =>
    parseStaticCheck('nightly.json', typeof settings === 'string' ? settings : JSON.stringify(settings), name => {
      if (name !== 'nightly.txt') throw new Error('ENOENT')
      return manifest
    })

  it('names team and manifest, and may leave the rest out', () => {
    expect(parse({ team: 'lab', manifest: 'nightly.txt' })).toEqual(staticCheck({ schedule: 'rate(1 day)' }))
  })

  it.each([
    ['{', 'nightly.json is not JSON.'],
    ['[]', 'nightly.json: what it holds must be an object in braces.'],
    [{ manifest: 'nightly.txt' }, 'nightly.json: team must name the team.'],
    [{ team: 'lab' }, 'nightly.json: manifest must name a file beside this one.'],
    [{ team: 'lab', manifest: 'other.txt' }, 'nightly.json: the file other.txt is missing beside it.'],
    [{ team: 'lab', manifest: '../x.txt' }, 'nightly.json: manifest must name a file beside this one.'],
    [{ team: 'lab', manifest: 'nightly.txt', shedule: '' }, 'nightly.json: shedule is not a setting of a check.'],
    [
      { team: 'lab', manifest: 'nightly.txt', schedule: 'daily' },
      'nightly.json: schedule: "daily" is not a schedule: write rate(…), cron(…) or at(…). For example: rate(1 day).',
    ],
    [
      { team: 'lab', manifest: 'nightly.txt', timeZone: 'Mars' },
      'nightly.json: timeZone: Unknown time zone "Mars"; use a name of the IANA database. For example: Europe/Berlin.',
    ],
  ])('explains what is invalid about %j', (settings, message) => {
    expect(() => parse(settings)).toThrow(message)
  })

  it('holds no secret', () => {
    expect(() => parse({ team: 'lab', manifest: 'nightly.txt' }, importManifest('trueCryptPassword:horse'))).toThrow(
      'nightly.json: nightly.txt holds a password or PIN, which has no place in settings; put this check over the API.',
    )
  })

  it("may leave out what the team's defaults fill in, and nothing else", () => {
    const short = 'manifestVersion:2.0\ndeviceId:D1\nbucket:mybucket\neraseDevice:yes\n'

    expect(parse({ team: 'lab', manifest: 'nightly.txt' }, short).manifest).toBe(short)
    expect(() => parse({ team: 'lab', manifest: 'nightly.txt' }, short.replace(/bucket:.*\n/, ''))).toThrow(
      'nightly.txt',
    )
    const half = `${short}returnAddress:\n    name:Jane Roe\n`
    expect(() => parse({ team: 'lab', manifest: 'nightly.txt' }, half)).toThrow('nightly.txt')
  })

  it('shows where its manifest does not pass', () => {
    expect(() => parse({ team: 'lab', manifest: 'nightly.txt' }, 'manifestVersion:2.0\nbucket:mybucket\n')).toThrow(
      /nightly\.json: nightly\.txt:\d+:\d+: /,
    )
  })
})
