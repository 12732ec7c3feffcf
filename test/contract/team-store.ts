import { describe, expect, it } from '@jest/globals'
import type { TeamStore } from '../../lib/teams/ports.ts'
import { bucketThing, identityThing, keyThing } from '../../lib/teams/team.ts'
import { arnOf, member, nextOf, rule, teamOf } from '../support/teams.ts'

const KEY = 'AKIAIOSFODNN7EXAMPLE'

/** What every store of teams does. `open` gives an empty one, and lets time pass. */
export const itIsATeamStore = (
  open: () => Promise<{ readonly store: TeamStore; readonly pass: (seconds: number) => void }>,
) => {
  const opened = async (...teams: readonly ReturnType<typeof teamOf>[]) => {
    const world = await open()
    for (const team of teams) expect(await world.store.put(team, undefined)).toEqual({ is: 'done' })
    return world
  }
  const ownersOf = async (store: TeamStore, ...things: string[]) =>
    Object.fromEntries([...(await store.find(things))].map(([thing, { name }]) => [thing, name]))

  describe('a team', () => {
    it('reads back as it was put', async () => {
      const lab = teamOf('lab', {
        members: [member('lab'), { claim: 'groups', value: 'ü "=#', role: 'viewer' }],
        keys: [KEY],
        buckets: [rule('lab-*')],
        dailyJobs: 5,
        requiredTags: ['project'],
        defaults: { returnAddress: { name: 'Jörg' }, customs: { deviceValue: '250.00' }, logPrefix: 'logs/' },
      })
      const { store } = await opened(lab)

      expect(await store.get('lab')).toEqual(lab)
      expect(await store.get('film')).toBeUndefined()
    })

    it('is made once, and changed only from what it is', async () => {
      const lab = teamOf('lab')
      const { store } = await opened(lab)
      const next = nextOf(lab, { keys: [KEY] })

      expect(await store.put(teamOf('lab', { id: 'other' }), undefined)).toEqual({ is: 'changed' })
      expect(await store.put(next, { ...lab, id: 'other' })).toEqual({ is: 'changed' })
      expect(await store.put(next, lab)).toEqual({ is: 'done' })
      expect(await store.put(nextOf(lab, { tier: 'late' }), lab)).toEqual({ is: 'changed' })
      expect(await store.get('lab')).toEqual(next)
    })

    it('is changed by exactly one of many that come at once', async () => {
      const lab = teamOf('lab')
      const { store } = await opened(lab)

      const puts = await Promise.all(
        Array.from({ length: 8 }, (_, index) => store.put(nextOf(lab, { tier: `tier-${index}` }), lab)),
      )

      expect(puts.filter(({ is }) => is === 'done')).toHaveLength(1)
    })
  })

  describe('what only one team can have', () => {
    it('leads to the team that lists it, whatever path a role has', async () => {
      const { store } = await opened(
        teamOf('lab', { members: [{ arn: 'arn:aws:iam::123456789012:role/a/b/lab', role: 'member' }], keys: [KEY] }),
        teamOf('film', { members: [{ claim: 'groups', value: 'film', role: 'viewer' }] }),
      )
      const group = identityThing({ claim: 'groups', value: 'film' })
      const role = identityThing({ arn: arnOf('lab') })

      expect(await ownersOf(store, role, group, keyThing(KEY), keyThing('AKIAUNKNOWNUNKNOWN00'))).toEqual({
        [role]: 'lab',
        [group]: 'film',
        [keyThing(KEY)]: 'lab',
      })
      expect(await ownersOf(store, role)).toEqual({ [role]: 'lab' })
      expect(await ownersOf(store)).toEqual({})
    })

    it('is found among more than a hundred at once', async () => {
      const { store } = await opened(teamOf('lab', { members: [member('lab')] }))
      const others = Array.from({ length: 250 }, (_, index) => identityThing({ claim: 'groups', value: `g${index}` }))
      const role = identityThing(member('lab'))

      expect(await ownersOf(store, ...others, role)).toEqual({ [role]: 'lab' })
    })

    it('leads nowhere once the team no longer lists it', async () => {
      const lab = teamOf('lab', { members: [member('lab'), member('ann')], keys: [KEY] })
      const { store } = await opened(lab)
      await store.put(nextOf(lab, { members: [member('ann')], keys: [] }), lab)

      expect(await ownersOf(store, identityThing(member('lab')), keyThing(KEY))).toEqual({})
      expect(await ownersOf(store, identityThing(member('ann')))).toEqual({ [identityThing(member('ann'))]: 'lab' })
    })

    it.each([
      ['a member', { members: [member('lab')] }, identityThing(member('lab'))],
      ['a claim', { members: [{ claim: 'sub', value: 'ann', role: 'viewer' as const }] }, 'member sub=ann'],
      ['a key', { keys: [KEY] }, keyThing(KEY)],
      ['a bucket', { buckets: [rule('lab-data')] }, bucketThing('lab-data')],
    ])('is refused to a second team: %s, and nothing of the team is changed', async (_what, settings, thing) => {
      const film = teamOf('film', { members: [member('film')] })
      const { store } = await opened(teamOf('lab', settings), film)
      const members = [member('film'), member('new'), ...('members' in settings ? settings.members : [])]

      const put = await store.put(nextOf(film, { ...settings, members }), film)

      expect(put).toEqual({ is: 'taken', things: [{ thing, by: 'lab' }] })
      expect(await store.get('film')).toEqual(film)
      expect(await ownersOf(store, identityThing(member('new')), thing)).toEqual({ [thing]: 'lab' })
    })

    it('is free for another team once the first has given it up', async () => {
      const lab = teamOf('lab', { members: [member('lab')], buckets: [rule('lab-*')] })
      const film = teamOf('film')
      const { store, pass } = await opened(lab, film)
      await store.put(nextOf(lab, { members: [], buckets: [] }), lab)
      pass(180)

      expect(await store.put(nextOf(film, { members: [member('lab')], buckets: [rule('lab-x')] }), film)).toEqual({
        is: 'done',
      })
      expect(await ownersOf(store, identityThing(member('lab')))).toEqual({ [identityThing(member('lab'))]: 'film' })
      expect((await store.ofBucket('lab-x'))?.name).toBe('film')
    })

    it('stays free for others where a change came to nothing', async () => {
      const lab = teamOf('lab')
      const film = teamOf('film')
      const { store, pass } = await opened(lab, film)
      await store.put(nextOf(lab, { members: [member('new')] }), { ...lab, version: 7 })
      pass(180)

      expect(await store.put(nextOf(film, { members: [member('new')] }), film)).toEqual({ is: 'done' })
    })

    it('is of at most one of many teams that want it at once', async () => {
      const { store } = await open()
      const teams = Array.from({ length: 6 }, (_, index) =>
        teamOf(`team-${index}`, { members: [member('lab')], buckets: [rule(index % 2 ? 'lab-data' : 'lab-*')] }),
      )

      const puts = await Promise.all(teams.map(team => store.put(team, undefined)))

      const done = teams.filter((_, index) => puts[index]?.is === 'done').map(({ name }) => name)
      expect(done.length).toBeLessThanOrEqual(1)
      expect(Object.values(await ownersOf(store, identityThing(member('lab'))))).toEqual(done)
    })
  })

  describe('buckets', () => {
    it.each([
      ['lab-*', 'lab-data'],
      ['lab-data', 'lab-*'],
      ['lab-*', 'lab-d*'],
      ['lab-d*', 'lab-*'],
      ['lab*', 'lab'],
      ['lab-data', 'lab-data'],
    ])('are of one team where rules overlap: %s and %s', async (first, second) => {
      const { store } = await opened(teamOf('lab', { buckets: [rule('aaa'), rule(first)] }))

      expect(await store.put(teamOf('film', { buckets: [rule(second), rule('zzz')] }), undefined)).toEqual({
        is: 'taken',
        things: expect.arrayContaining([{ thing: bucketThing(second), by: 'lab' }]),
      })
      expect(await store.get('film')).toBeUndefined()
    })

    it('lead to the team whose rule is about them, and to none without one', async () => {
      const { store } = await opened(
        teamOf('lab', { buckets: [rule('lab-*'), rule('lab-a*'), rule('lab-zoo')] }),
        teamOf('film', { buckets: [rule('lab'), rule('films'), rule('lac*')] }),
      )
      const wanted = ['lab-', 'lab-data', 'lab-aaa', 'lab-zoo', 'lab-zoo2', 'lab', 'laboratory', 'films', 'lac', 'lad']
      const owners = await Promise.all(wanted.map(async bucket => (await store.ofBucket(bucket))?.name))

      expect(Object.fromEntries(wanted.map((bucket, index) => [bucket, owners[index]]))).toEqual({
        'lab-': 'lab',
        'lab-data': 'lab',
        'lab-aaa': 'lab',
        'lab-zoo': 'lab',
        'lab-zoo2': 'lab',
        lab: 'film',
        laboratory: undefined,
        films: 'film',
        lac: 'film',
        lad: undefined,
      })
    })

    it('are found past rules that teams have given up', async () => {
      const film = teamOf('film', { buckets: Array.from({ length: 9 }, (_, index) => rule(`lab-m${index}`)) })
      const { store, pass } = await opened(film)
      await store.put(nextOf(film, { buckets: [] }), film)
      pass(180)
      await store.put(teamOf('lab', { buckets: [rule('lab-*')] }), undefined)

      expect((await store.ofBucket('lab-z'))?.name).toBe('lab')
      expect((await store.ofBucket('lab-m3'))?.name).toBe('lab')
    })
  })

  it('lists teams by name, groups first, page by page', async () => {
    const names = ['-auditors', '-operators', 'Film', 'a', 'lab', 'z.z']
    const { store } = await opened(...[...names].reverse().map(name => teamOf(name)))
    const seen: string[] = []
    let more = true
    while (more) {
      const page = await store.list({ limit: 4, after: seen.at(-1) })
      seen.push(...page.teams.map(({ name }) => name))
      more = page.more
    }

    expect(seen).toEqual(names)
  })

  it('counts each of its changes, if it counts any', async () => {
    const { store } = await open()
    if (!store.changes) return
    const counts = [store.changes()]
    await store.put(teamOf('lab'), undefined)
    counts.push(store.changes())
    await store.markMoved()
    counts.push(store.changes())
    await store.list({ limit: 4 })
    await store.get('lab')

    expect(new Set(counts).size).toBe(3)
    expect(store.changes()).toBe(counts[2])
  })

  it('remembers that the teams of the settings were moved', async () => {
    const { store } = await open()
    expect(await store.isMoved()).toBe(false)
    await store.markMoved()
    expect(await store.isMoved()).toBe(true)
  })
}
