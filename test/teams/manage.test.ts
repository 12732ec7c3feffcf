import { beforeEach, describe, expect, it } from '@jest/globals'
import { followJobs } from '../../lib/jobs/follow/follow-jobs.ts'
import { submitJob } from '../../lib/jobs/submit/submit-job.ts'
import type { Caller } from '../../lib/teams/caller.ts'
import { createTeamDirectory, MOST_AGE_MS } from '../../lib/teams/directory.ts'
import { deleteTeam } from '../../lib/teams/manage/delete-team.ts'
import { moveTeams } from '../../lib/teams/manage/move-teams.ts'
import { putTeam } from '../../lib/teams/manage/put-team.ts'
import { keyThing, OPERATORS, PLAIN_TEAM, type Team, type TeamSettings } from '../../lib/teams/team.ts'
import { importManifest } from '../support/manifests.ts'
import { KEY } from '../support/submission-world.ts'
import { teamWorld } from '../support/team-world.ts'
import { arnOf, member, rule, teamOf } from '../support/teams.ts'

const OLGA: Caller = { team: OPERATORS, principal: 'olga', role: 'operator' }
const ANY = () => true
let world: ReturnType<typeof teamWorld>
beforeEach(() => {
  world = teamWorld()
})

const put = (name: string, settings: Partial<TeamSettings>, more: Partial<Parameters<typeof putTeam>[1]> = {}) =>
  putTeam(world.deps, { caller: OLGA, name, settings: { ...PLAIN_TEAM, ...settings }, ...more })
const faultsOf = (outcome: Promise<unknown>): Promise<readonly string[]> =>
  outcome.then(
    () => [],
    (error: { code: string; faults: readonly { code: string; pointer: string }[] }) =>
      error.faults.length > 0 ? error.faults.map(({ code, pointer }) => `${code} ${pointer}`) : [error.code],
  )

describe('a team', () => {
  it('is made and changed by operators, and history has what was before and after', async () => {
    const { team } = await put('lab', { members: [member('lab')] })
    await put('lab', { members: [member('ann')] }, { isExpected: seen => seen.version === team.version })

    const events = await world.eventsOf('lab')
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'put-team begun',
      'put-team done',
      'put-team begun',
      'put-team done',
    ])
    expect(events[2]).toMatchObject({
      principal: 'olga',
      before: { members: [member('lab')] },
      after: { members: [member('ann')] },
    })
  })

  it.each([
    [
      'an ARN with a wildcard',
      { members: [{ arn: 'arn:aws:iam::123456789012:role/*', role: 'member' as const }] },
      'MEMBER_INVALID /members/0/arn',
    ],
    [
      'a session',
      { members: [{ arn: 'arn:aws:sts::123456789012:assumed-role/lab/ann', role: 'member' as const }] },
      'MEMBER_INVALID /members/0/arn',
    ],
    [
      'a claim that is not read',
      { members: [{ claim: 'email', value: 'a@b.c', role: 'member' as const }] },
      'MEMBER_INVALID /members/0/claim',
    ],
    [
      'one member twice, with and without a path',
      { members: [member('lab'), { arn: 'arn:aws:iam::123456789012:role/x/lab', role: 'viewer' as const }] },
      'REPEATED /members/1',
    ],
    ['a key that is none', { keys: ['secret/key'] }, 'KEY_INVALID /keys/0'],
    ['a bucket that is none', { buckets: [rule('A b')] }, 'BUCKET_INVALID /buckets/0/bucket'],
    ['all buckets', { buckets: [rule('*')] }, 'BUCKET_INVALID /buckets/0/bucket'],
    ['a bucket for nothing', { buckets: [{ bucket: 'lab-x', uses: [] }] }, 'BUCKET_INVALID /buckets/0/uses'],
    ['an unknown tier', { tier: 'huge' }, 'TIER_UNKNOWN /tier'],
    ['a quota of none', { dailyJobs: 0 }, 'QUOTA_INVALID /dailyJobs'],
    [
      'an e-mail address that is none',
      { defaults: { notificationEmail: 'lab' } },
      'EMAIL_INVALID /defaults/notificationEmail',
    ],
    ['a value of two lines', { defaults: { logPrefix: 'a\nbucket:b' } }, 'VALUE_NOT_ONE_LINE /defaults/logPrefix'],
    [
      'an address that the book has not',
      { defaults: { returnAddress: 'office' } },
      'ADDRESS_NOT_FOUND /defaults/returnAddress',
    ],
    ['201 members', { members: Array.from({ length: 201 }, (_, index) => member(`r${index}`)) }, 'TOO_MANY /members'],
  ])('is refused with %s, and nothing is changed', async (_what, settings, fault) => {
    expect(await faultsOf(put('lab', settings))).toEqual([fault])
    expect(await world.deps.teamStore.get('lab')).toBeUndefined()
  })

  it.each([
    ['a member', { members: [member('lab')] }, 'MEMBER_TAKEN /members/1'],
    ['a bucket', { buckets: [rule('lab-data')] }, 'BUCKET_TAKEN /buckets/0'],
  ])('is refused with %s of another', async (_what, settings, fault) => {
    await put('lab', { members: [member('lab')], buckets: [rule('lab-*')] })
    const members = [member('film'), ...('members' in settings ? settings.members : [])]

    expect(await faultsOf(put('film', { ...settings, members }))).toEqual([fault])
    expect(await world.deps.teamStore.get('film')).toBeUndefined()
  })

  it('takes no key that another team signs with and need not list, and keeps what it lists itself', async () => {
    const [OURS = '', THEIRS = ''] = ['AKIAOURSOURSOURSOURS', 'AKIATHEIRSTHEIRSTHEI']
    const owner = new Map([
      [OURS, 'lab'],
      [THEIRS, 'film'],
    ])
    world.deps.keyFacts.signerOf = async key => owner.get(key)

    expect(await faultsOf(put('lab', { keys: [OURS, THEIRS] }))).toEqual(['KEY_TAKEN /keys/1'])
    await put('lab', { keys: [OURS] })
    // It stands among its own, so nobody else's request is changed by what the file has now.
    owner.set(OURS, 'film')
    await put('lab', { keys: [OURS], requiredTags: ['project'] }, { isExpected: ANY })
    expect((await world.deps.teamStore.get('lab'))?.keys).toEqual([OURS])
  })

  it('is changed only by who has seen it as it is', async () => {
    await put('lab', {})

    expect(await faultsOf(put('lab', {}))).toEqual(['IF_MATCH_NEEDED'])
    expect(await faultsOf(put('lab', {}, { isExpected: () => false }))).toEqual(['TEAM_CHANGED'])
    expect(await faultsOf(put('new', {}, { isExpected: ANY }))).toEqual(['TEAM_NOT_FOUND'])
  })

  it('goes only when its devices are back, or an operator insists; its jobs and its name stay', async () => {
    await put('lab', { members: [member('lab')], keys: ['AKIAIOSFODNN7EXAMPLE'] })
    const { job } = await submitJob(world.deps, {
      caller: { ...OLGA, team: 'lab', role: 'member' },
      text: importManifest(),
    })
    const remove = (force: boolean) => deleteTeam(world.deps, { caller: OLGA, name: 'lab', isExpected: ANY, force })

    await expect(remove(false)).rejects.toMatchObject({
      code: 'TEAM_HAS_JOBS',
      message: expect.stringContaining(job.jobId),
    })
    await remove(true)
    expect(await world.deps.jobs.job(job.jobId)).toMatchObject({ team: 'lab' })
    expect(await faultsOf(put('lab', {}, { isExpected: ANY }))).toEqual(['TEAM_DELETED'])
    expect(await faultsOf(put('film', { keys: ['AKIAIOSFODNN7EXAMPLE'] }))).toEqual([])
    expect((await put('lab', {}, { restores: true })).created).toBe(true)
  })
})

describe('a function that remembers a team which was deleted', () => {
  it('makes jobs for it for a minute at most, and they are followed once the team is taken up again', async () => {
    await put('lab', { members: [member('lab')], keys: [KEY.accessKeyId] })
    // A store of AWS does not report that something has changed.
    const { changes: _, ...store } = world.deps.teamStore
    const remembers = createTeamDirectory(store, { clock: world.deps.clock })
    const deps = {
      ...world.deps,
      teams: remembers,
      keys: {
        ofTeam: async (team: string) => ((await remembers.get(team)) ? [KEY] : []),
        find: async (id: string) => {
          const thing = keyThing(id)
          const team = (await remembers.find([thing])).get(thing)
          return team && { ...KEY, team: team.name }
        },
      },
    }
    const submit = (idempotencyKey: string) =>
      submitJob(deps, {
        caller: { team: 'lab', principal: 'ann', role: 'member' },
        text: importManifest(),
        idempotencyKey,
      })
    await submit('before')
    await deleteTeam(world.deps, { caller: OLGA, name: 'lab', isExpected: ANY, force: true })

    world.pass(MOST_AGE_MS / 1000 - 1)
    const { job } = await submit('within the minute')
    world.pass(1)
    await expect(submit('after it')).rejects.toMatchObject({ code: 'SIGNING_KEY_MISSING' })

    // Nothing of the job is lost, and who follows jobs reports that it cannot ask about it.
    world.pass(24 * 60 * 60)
    world.service.arrive(job.jobId)
    const follow = () => followJobs({ ...deps, lists: world.lists }, new Date('2040-01-01'))
    const { asked, moved, waiting, failed } = await follow()
    expect({ asked, moved, notAsked: waiting + failed }).toEqual({ asked: 0, moved: 0, notAsked: 2 })
    await put('lab', { members: [member('lab')], keys: [KEY.accessKeyId] }, { restores: true })
    world.pass(24 * 60 * 60)
    await follow()
    expect((await world.deps.jobs.job(job.jobId))?.stage?.name).toBe('received')
  })
})

describe('a team that makes a job while it is deleted', () => {
  /** A job is there from the second look on. */
  const meanwhile = () => {
    const looks = [[], ['J1111']]
    const teamJobs = { underWay: async () => looks.shift() ?? [] }
    return { ...world.deps, teamJobs }
  }
  const remove = (deps: typeof world.deps, force = false) =>
    deleteTeam(deps, { caller: OLGA, name: 'lab', isExpected: ANY, force })

  it('is there again with all that it had, and the operator learns of the job', async () => {
    await put('lab', { members: [member('lab')], keys: ['AKIAIOSFODNN7EXAMPLE'] })

    await expect(remove(meanwhile())).rejects.toMatchObject({ code: 'TEAM_HAS_JOBS' })

    const team = await world.deps.teamStore.get('lab')
    expect(team).toMatchObject({ members: [member('lab')], keys: ['AKIAIOSFODNN7EXAMPLE'], version: 3 })
    expect(team?.deletedAt).toBeUndefined()
    expect((await world.eventsOf('lab')).at(-1)).toMatchObject({ action: 'delete-team', outcome: 'refused' })
  })

  it('goes all the same where the operator insists', async () => {
    await put('lab', { members: [member('lab')] })

    await remove(meanwhile(), true)

    expect((await world.deps.teamStore.get('lab'))?.deletedAt).toBeDefined()
  })

  it('stays deleted where another team has taken what it had, which the log names', async () => {
    await put('lab', { members: [member('lab')] })
    const deps = meanwhile()
    const store = deps.teamStore
    const thief = {
      ...store,
      put: async (next: Team, from: Team | undefined) => {
        const done = await store.put(next, from)
        if (next.deletedAt !== undefined) await store.put(teamOf('film', { members: [member('lab')] }), undefined)
        return done
      },
    }

    await remove({ ...deps, teamStore: thief })

    expect((await world.deps.teamStore.get('lab'))?.deletedAt).toBeDefined()
    expect(world.errors).toEqual(['a team was deleted while it made jobs, and what it had is of others now'])
  })
})

describe('the operators', () => {
  const claimOf = (value: string) => ({ claim: 'sub', value, role: 'member' }) as const
  const olga = claimOf('olga')

  it('cannot remove each other at once: one of the two changes comes too late', async () => {
    await put(OPERATORS, { members: [olga, claimOf('otto')] })
    const seen = await world.deps.teamStore.get(OPERATORS)
    const isExpected = ({ version }: Team) => version === seen?.version

    const outcomes = await Promise.all([
      faultsOf(put(OPERATORS, { members: [olga] }, { isExpected })),
      faultsOf(put(OPERATORS, { members: [claimOf('otto')] }, { isExpected })),
    ])

    expect(outcomes.flat()).toEqual(['TEAM_CHANGED'])
    expect((await world.deps.teamStore.get(OPERATORS))?.members).toHaveLength(1)
  })

  it('are never such alone as cannot come in: with tokens an ARN proves nothing', async () => {
    await put(OPERATORS, { members: [olga] })

    expect(await faultsOf(put(OPERATORS, { members: [member('olga')] }, { isExpected: ANY }))).toEqual([
      'LAST_OPERATOR',
    ])
    const signing = { ...world.deps, rules: { tiers: ['standard'] } }
    const settings = { ...PLAIN_TEAM, members: [member('olga')] }
    const put2 = putTeam(signing, { caller: OLGA, name: OPERATORS, settings, isExpected: ANY })
    expect((await put2).team.members).toEqual([member('olga')])
  })

  it('are never none', async () => {
    await put(OPERATORS, { members: [olga] })

    expect(await faultsOf(put(OPERATORS, { members: [] }, { isExpected: ANY }))).toEqual(['LAST_OPERATOR'])
    await expect(deleteTeam(world.deps, { caller: OLGA, name: OPERATORS, isExpected: ANY })).rejects.toMatchObject({
      code: 'LAST_OPERATOR',
    })
  })

  it('are members of a group, and it has nothing else', async () => {
    expect(
      await faultsOf(put(OPERATORS, { members: [{ ...member('a'), role: 'viewer' }], keys: ['AKIAIOSFODNN7EXAMPLE'] })),
    ).toEqual(['GROUP_HAS_MEMBERS_ONLY /keys', 'GROUP_HAS_NO_VIEWERS /members/0/role'])
  })
})

describe('the teams of the settings', () => {
  const first: readonly Team[] = [teamOf('lab', { members: [member('lab')] }), teamOf('film')]

  it('move into the store once, and what is there already stays', async () => {
    await put('film', { members: [{ arn: arnOf('film'), role: 'viewer' }] })
    await moveTeams(world.deps, first)
    expect((await world.deps.teamStore.get('lab'))?.members).toEqual([member('lab')])
    expect((await world.deps.teamStore.get('film'))?.updatedBy).toBe('olga')

    await put('lab', {}, { isExpected: ANY })
    await moveTeams(world.deps, first)
    expect((await world.deps.teamStore.get('lab'))?.members).toEqual([])
    expect((await world.eventsOf('lab')).map(({ action }) => action)).toContain('move-team')
  })
})
