import { describe, expect, it } from '@jest/globals'
import { createTeamDirectory } from '../../lib/teams/directory.ts'
import type { TeamStore } from '../../lib/teams/ports.ts'
import { covers, identityThing, type Team, thingsOf } from '../../lib/teams/team.ts'
import { callerOfArn, teamOfKey } from '../../lib/teams/who-asks.ts'
import { arnOf, member, nextOf, rule, teamOf } from '../support/teams.ts'

const KEY = 'AKIAIOSFODNN7EXAMPLE'
const SECOND = 1000

/** A store in memory that counts how often it is asked. */
const world = (...teams: Team[]) => {
  const byName = new Map(teams.map(team => [team.name, team]))
  let asked = 0
  let now = 0
  let isMoved = false
  const counting = <A extends unknown[], T>(answer: (...args: A) => T) => {
    return async (...args: A): Promise<T> => {
      asked += 1
      return answer(...args)
    }
  }
  const all = () => [...byName.values()]
  const store: Pick<TeamStore, 'get' | 'find' | 'ofBucket' | 'isMoved'> = {
    get: counting(name => byName.get(name)),
    find: counting(things => {
      const owners = things.flatMap(thing => {
        const team = all().find(one => thingsOf(one).includes(thing))
        return team ? [[thing, team] as const] : []
      })
      return new Map(owners)
    }),
    ofBucket: counting(bucket => all().find(({ buckets = [] }) => buckets.some(one => covers(one.bucket, bucket)))),
    isMoved: counting(() => isMoved),
  }
  return {
    store,
    clock: () => new Date(now),
    pass: (milliseconds: number) => {
      now += milliseconds
    },
    put: (team: Team) => void byName.set(team.name, team),
    move: () => {
      isMoved = true
    },
    asked: () => asked,
  }
}
const LAB = teamOf('lab', { members: [member('lab')], keys: [KEY], buckets: [rule('lab-*')] })
const USER = 'arn:aws:sts::123456789012:assumed-role/lab/ann'

describe('teams as requests see them', () => {
  it.each([
    ['a removed member', async directory => (await callerOfArn(directory, USER))?.team, { members: [] }],
    ['a removed key', directory => teamOfKey(directory, KEY), { keys: [] }],
    ['a bucket that was given up', async directory => (await directory.ofBucket('lab-x'))?.name, { buckets: [] }],
    [
      'a deleted team',
      async directory => (await directory.get('lab'))?.name,
      { deletedAt: '2026-11-21T10:00:00.000Z' },
    ],
  ] as const satisfies readonly (readonly [
    string,
    (directory: ReturnType<typeof createTeamDirectory>) => Promise<string | undefined>,
    Partial<Team>,
  ])[])('are at most a minute old: %s', async (_what, look, change) => {
    const { store, clock, pass, put } = world(LAB)
    const directory = createTeamDirectory(store, { clock })
    expect(await look(directory)).toBe('lab')
    put(nextOf(LAB, change))

    pass(59 * SECOND)
    expect(await look(directory)).toBe('lab')
    pass(SECOND)
    expect(await look(directory)).toBeUndefined()
  })

  it('know a new member, key and team at once', async () => {
    const { store, clock, put } = world()
    const directory = createTeamDirectory(store, { clock })
    expect([await callerOfArn(directory, USER), await directory.get('lab')]).toEqual([undefined, undefined])
    put(LAB)

    expect(await callerOfArn(directory, USER)).toMatchObject({ team: 'lab', role: 'member' })
    expect((await directory.get('lab'))?.name).toBe('lab')
  })

  it('know within a minute that a bucket is of a team', async () => {
    const { store, clock, pass, put } = world()
    const directory = createTeamDirectory(store, { clock })
    expect(await directory.ofBucket('lab-x')).toBeUndefined()
    put(LAB)
    pass(60 * SECOND)

    expect((await directory.ofBucket('lab-x'))?.name).toBe('lab')
  })

  it('are read once for many requests, and never older because they are asked for often', async () => {
    const { store, clock, pass, asked, put } = world(LAB)
    const directory = createTeamDirectory(store, { clock })
    for (let second = 0; second < 60; second++) {
      await callerOfArn(directory, USER)
      pass(SECOND)
    }
    expect(asked()).toBe(1)
    put(nextOf(LAB, { members: [] }))

    expect(await callerOfArn(directory, USER)).toBeUndefined()
  })

  it('are not trusted by a clock that was set back', async () => {
    const { store, clock, pass, put } = world(LAB)
    pass(3_600 * SECOND)
    const directory = createTeamDirectory(store, { clock })
    await callerOfArn(directory, USER)
    put(nextOf(LAB, { members: [] }))
    pass(-1800 * SECOND)

    expect(await callerOfArn(directory, USER)).toBeUndefined()
  })

  it('are so many at the most, however many there are', async () => {
    const teams = Array.from({ length: 50 }, (_, index) =>
      teamOf(`team-${index}`, { members: [member(`role-${index}`)] }),
    )
    const { store, clock, asked } = world(...teams)
    const directory = createTeamDirectory(store, { clock, mostEntries: 10 })
    for (const { members } of teams) await directory.find(members.map(identityThing))
    const before = asked()
    for (const { members } of teams.slice(-10)) await directory.find(members.map(identityThing))
    expect(asked()).toBe(before)

    for (const { members } of teams.slice(0, 10)) await directory.find(members.map(identityThing))
    expect(asked()).toBe(before + 10)
  })
})

describe('teams of a store that counts its changes', () => {
  it('are asked for again after each change, and not before, whether they are there or not', async () => {
    const { store, clock, put, asked } = world()
    let changes = 0
    const directory = createTeamDirectory({ ...store, changes: () => changes }, { clock })
    const look = async () => [
      (await directory.get('lab'))?.name,
      await teamOfKey(directory, KEY),
      (await directory.ofBucket('lab-x'))?.name,
    ]
    for (const [team, expected] of [
      [undefined, undefined],
      [LAB, 'lab'],
      [nextOf(LAB, { deletedAt: '2026-11-21T10:00:00.000Z', keys: [], buckets: [] }), undefined],
    ] as const) {
      if (team) put(team)
      changes += 1
      const before = asked()

      expect(await look()).toEqual([expected, expected, expected])
      expect(await look()).toEqual([expected, expected, expected])
      expect(asked()).toBe(before + 3)
    }
  })

  it('are at most a minute old all the same', async () => {
    const { store, clock, put, pass } = world(LAB)
    const directory = createTeamDirectory({ ...store, changes: () => 0 }, { clock })
    await directory.get('lab')
    put(nextOf(LAB, { dailyJobs: 3 }))
    pass(60 * SECOND)

    expect((await directory.get('lab'))?.dailyJobs).toBe(3)
  })
})

describe('the teams of the settings', () => {
  const first = [teamOf('lab', { members: [member('lab')], keys: [KEY] })]

  it('are in force until they are moved into the store, and never again', async () => {
    const { store, clock, move, pass } = world()
    const directory = createTeamDirectory(store, { clock, first })
    expect(await callerOfArn(directory, USER)).toMatchObject({ team: 'lab' })
    expect((await directory.get('lab'))?.keys).toEqual([KEY])
    move()
    pass(60 * SECOND)

    expect(await callerOfArn(directory, USER)).toBeUndefined()
    expect(await directory.get('lab')).toBeUndefined()
  })

  it('do not count against what the store has', async () => {
    const { store, clock } = world(teamOf('film', { members: [member('lab')] }))
    const directory = createTeamDirectory(store, { clock, first })

    expect(await callerOfArn(directory, USER)).toMatchObject({ team: 'film' })
  })

  it("have the stage's own smoke test as a member as long as its team is there", async () => {
    const { store, clock, put, pass } = world(LAB)
    const fixed = { arn: arnOf('smoke'), team: 'lab' }
    const directory = createTeamDirectory(store, { clock, fixed })
    const smoke = 'arn:aws:sts::123456789012:assumed-role/smoke/1'
    expect(await callerOfArn(directory, smoke)).toMatchObject({ team: 'lab', role: 'member' })
    put(nextOf(LAB, { deletedAt: '2026-11-21T10:00:00.000Z' }))
    pass(60 * SECOND)

    expect(await callerOfArn(directory, smoke)).toBeUndefined()
  })
})
