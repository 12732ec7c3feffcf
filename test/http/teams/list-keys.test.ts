import { beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { manageTeams } from '../../../lib/http/teams/manage-teams.ts'
import type { Role } from '../../../lib/teams/caller.ts'
import type { KeyFact } from '../../../lib/teams/keys.ts'
import { readResult } from '../../support/http-answer.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { teamWorld } from '../../support/team-world.ts'
import { member, nextOf, teamOf } from '../../support/teams.ts'

const CHANGED = new Date('2026-08-01T10:00:00Z')
const STORED: KeyFact = { changedAt: CHANGED, hasPrevious: false, isDeleted: false }
const idOf = (team: string, index: number) =>
  `AKIA${team.toUpperCase()}${String(index).padStart(16 - team.length, '0')}`

let facts: Map<string, KeyFact>
let besides: Map<string, readonly string[]>
let world: ReturnType<typeof teamWorld>
const begin = () => {
  facts = new Map()
  besides = new Map()
  world = teamWorld()
}
beforeEach(begin)

const ask = async (query: Readonly<Record<string, string>> = {}, role: Role = 'operator', stage?: string) => {
  const keyFacts = {
    of: async (ids: readonly string[]) => new Map([...facts].filter(([id]) => ids.includes(id))),
    besides: async (team: string) => besides.get(team) ?? [],
    signerOf: async () => undefined,
  }
  const handler = manageTeams({ ...world.deps, keyFacts, ...(stage !== undefined && { stage }) })
  const multi = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]]))
  const team = role === 'operator' ? '-operators' : 'lab'
  return readResult(await handler(proxyEvent({ route: 'GET /v1/keys', team, role, query: multi })))
}
const put = (name: string, keys: readonly string[] = []) => world.deps.teamStore.put(teamOf(name, { keys }), undefined)

describe('the list of keys', () => {
  it('shows which key signs new jobs, which only older ones, and which has no secret', async () => {
    const [missing, deleted, first, second] = [0, 1, 2, 3].map(index => idOf('lab', index))
    await put('lab', [missing ?? '', deleted ?? '', first ?? '', second ?? ''])
    facts.set(deleted ?? '', { ...STORED, isDeleted: true })
    facts.set(first ?? '', { ...STORED, hasPrevious: true })
    facts.set(second ?? '', { hasPrevious: false, isDeleted: false })

    const { status, body } = await ask()

    const changedAt = CHANGED.toISOString()
    expect([status, body.stage]).toEqual([200, null])
    expect(body.keys).toEqual([
      { accessKeyId: missing, team: 'lab', use: 'nothing', secret: 'missing', changedAt: null, hasPrevious: false },
      { accessKeyId: deleted, team: 'lab', use: 'nothing', secret: 'deleted', changedAt, hasPrevious: false },
      { accessKeyId: first, team: 'lab', use: 'new-jobs', secret: 'stored', changedAt, hasPrevious: true },
      {
        accessKeyId: second,
        team: 'lab',
        use: 'earlier-jobs',
        secret: 'stored',
        changedAt: null,
        hasPrevious: false,
      },
    ])
  })

  it('names the stage whose keys they are', async () => {
    expect((await ask({}, 'operator', 'prod')).body.stage).toBe('prod')
  })

  it('has keys that a team signs with and does not list, each once', async () => {
    await put('lab', [idOf('lab', 1)])
    besides.set('lab', [idOf('lab', 1), idOf('lab', 2)])
    for (const index of [1, 2]) facts.set(idOf('lab', index), STORED)

    expect((await ask()).body.keys).toMatchObject([
      { accessKeyId: idOf('lab', 1), use: 'new-jobs' },
      { accessKeyId: idOf('lab', 2), use: 'earlier-jobs' },
    ])
  })

  it('can be of one team, and not of one that is not there', async () => {
    await put('lab', [idOf('lab', 1)])
    await put('film', [idOf('film', 1)])

    expect((await ask({ team: 'film' })).body.keys).toMatchObject([{ team: 'film' }])
    expect((await ask({ team: 'nobody' })).body.code).toBe('TEAM_NOT_FOUND')
  })

  it('has no key of a deleted team', async () => {
    const gone = teamOf('gone', { keys: [idOf('gone', 1)] })
    await world.deps.teamStore.put(gone, undefined)
    await world.deps.teamStore.put(nextOf(gone, { deletedAt: CHANGED.toISOString() }), gone)

    expect((await ask()).body.keys).toEqual([])
  })

  it.each(['member', 'viewer', 'auditor', 'depot'] as const)('is not for a %s', async role => {
    await put('lab', [idOf('lab', 1)])

    expect(await ask({}, role)).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } })
  })

  it('has every key once, in the same order, whatever the length of its pages', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 7 }), async (counts, pageSize) => {
        begin()
        await world.deps.teamStore.put(teamOf('-operators', { members: [member('olga')] }), undefined)
        const teams = counts.map((count, index) => ({ name: `t${index}`, count }))
        for (const { name, count } of teams) {
          await put(name, Array.from({ length: count }, (_, index) => idOf(name, index)).reverse())
          for (let index = 0; index < count; index += 2) facts.set(idOf(name, index), STORED)
        }
        const whole = (await ask({ pageSize: '1000' })).body.keys
        const paged = []
        for (let pageToken: string | undefined, pages = 0; pages === 0 || pageToken !== undefined; pages += 1) {
          const page = (await ask({ pageSize: String(pageSize), ...(pageToken !== undefined && { pageToken }) })).body
          expect(page.keys.length).toBeLessThanOrEqual(pageSize)
          paged.push(...page.keys)
          pageToken = page.nextPageToken
        }

        expect(whole).toHaveLength(counts.reduce((sum, count) => sum + count, 0))
        expect(paged).toEqual(whole)
      }),
      { numRuns: 40 },
    )
  })

  it('goes on with the next team where the key that a page ended with is gone', async () => {
    await put('lab', [idOf('lab', 1), idOf('lab', 2)])
    await put('zoo', [idOf('zoo', 1)])
    const { nextPageToken } = (await ask({ pageSize: '1' })).body
    const lab = (await world.deps.teamStore.get('lab')) ?? teamOf('lab')
    await world.deps.teamStore.put(nextOf(lab, { keys: [] }), lab)

    expect((await ask({ pageSize: '5', pageToken: nextPageToken })).body.keys).toMatchObject([{ team: 'zoo' }])
  })

  it.each(['x', '["lab"]', '["../lab","*"]', '["lab","short"]', '["lab","*","*"]'])(
    'takes no token that it did not give: %s',
    async place => {
      const token = Buffer.from(JSON.stringify([place])).toString('base64url')
      expect((await ask({ pageToken: token })).body.code).toBe('PAGE_TOKEN_INVALID')
    },
  )
})
