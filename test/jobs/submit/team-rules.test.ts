import { beforeEach, describe, expect, it } from '@jest/globals'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { validateManifest } from '../../../lib/jobs/submit/validate-manifest.ts'
import type { Caller } from '../../../lib/teams/caller.ts'
import type { Team } from '../../../lib/teams/team.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'
import { teamWorld } from '../../support/team-world.ts'
import { rule, teamOf } from '../../support/teams.ts'

const ANN: Caller = { team: 'lab', principal: 'ann', role: 'member' }
let world: ReturnType<typeof teamWorld>
beforeEach(() => {
  world = teamWorld()
})

const begin = async (settings: Partial<Team>, ...others: Team[]) => {
  for (const team of [teamOf('lab', settings), ...others]) await world.deps.teamStore.put(team, undefined)
}
const submit = (text: string) => submitJob(world.deps, { caller: ANN, text })
const disk = (name: string) => importManifest().replace(/deviceId:.*/, `deviceId:${name}`)

describe('a daily quota', () => {
  it('refuses what is beyond it before anything is sent, until the next day (UTC)', async () => {
    await begin({ dailyJobs: 2 })
    await submit(disk('A'))
    await submit(disk('B'))

    await expect(submit(disk('C'))).rejects.toMatchObject({ code: 'TEAM_QUOTA_USED', retryAfterSeconds: 14 * 60 * 60 })
    expect(world.service.jobs).toHaveLength(2)
    world.pass(14 * 60 * 60)
    expect((await submit(disk('C'))).replayed).toBe(false)
  })

  it('counts no replay, and nothing that the service refuses', async () => {
    await begin({ dailyJobs: 2 })
    await submit(disk('A'))
    await submit(disk('A'))
    world.service.fates.push('refused')
    await expect(submit(disk('B'))).rejects.toMatchObject({ code: 'SERVICE_REFUSED' })

    expect((await submit(disk('B'))).replayed).toBe(false)
    await expect(submit(disk('C'))).rejects.toMatchObject({ code: 'TEAM_QUOTA_USED' })
  })

  it('makes no more jobs than it allows, however many are submitted at once, and names each that it refuses', async () => {
    await begin({ dailyJobs: 3 })

    const all = await Promise.allSettled(Array.from({ length: 12 }, (_, disc) => submit(disk(`D${disc}`))))

    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(world.service.jobs).toHaveLength(3)
    const codes = all.flatMap(one => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(codes).toEqual(Array.from({ length: 9 }, () => 'TEAM_QUOTA_USED'))
  })

  it('counts a submission for the day on which it came, and begins anew at midnight (UTC)', async () => {
    await begin({ dailyJobs: 1 })
    world.pass(14 * 60 * 60 - 1)
    await submit(disk('A'))
    await expect(submit(disk('B'))).rejects.toMatchObject({ code: 'TEAM_QUOTA_USED', retryAfterSeconds: 1 })

    world.pass(1)

    expect((await submit(disk('B'))).replayed).toBe(false)
    await expect(submit(disk('C'))).rejects.toMatchObject({ retryAfterSeconds: 24 * 60 * 60 })
  })

  it('counts a submission once, although its first answer was lost', async () => {
    await begin({ dailyJobs: 1 })
    world.service.fates.push('answer lost')
    await submit(disk('A')).catch(() => undefined)
    world.pass(120)

    expect((await submit(disk('A'))).job.deviceId).toBe('A')
  })
})

describe('the buckets of a team', () => {
  const named = (text: string) =>
    submit(text).then(
      ({ job }) => job.buckets,
      (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
    )

  it('are those that its list names, each for the uses that the list names', async () => {
    await begin({ buckets: [{ bucket: 'lab-*', uses: ['import'] }, rule('shared')] })
    const manifest = (bucket: string, log = '') => `${importManifest(log).replace(/\nbucket:.*/, `\nbucket:${bucket}`)}`

    expect(await named(manifest('lab-data'))).toEqual(['lab-data'])
    expect(await named(manifest('shared', 'logBucket:shared'))).toEqual(['shared'])
    expect(await named(manifest('films'))).toMatch(/^BUCKET_NOT_ALLOWED: Bucket films \(\/bucket\) is not among those/)
    expect(await named(manifest('lab-data', 'logBucket:lab-logs'))).toMatch(/lab-logs \(\/logBucket\).* for log;/)
  })

  it('are none that another team lists, for a team without a list', async () => {
    await begin({}, teamOf('film', { buckets: [rule('film-*')] }))
    const manifest = (bucket: string) => exportManifest().replace(/exportBucket:.*/, `exportBucket:${bucket}`)

    expect(await named(manifest('film-a'))).toMatch(/^BUCKET_NOT_ALLOWED: Bucket film-a .*is not one of team "lab"/)
    await expect(validateManifest(world.deps, { caller: ANN, text: manifest('film-a') })).rejects.toMatchObject({
      code: 'BUCKET_NOT_ALLOWED',
      details: { checks: expect.arrayContaining([{ name: 'policy', outcome: 'fail' }]) },
    })
    expect(await named(manifest('of-nobody'))).toContain('of-nobody')
  })
})

it('copies no SIGNATURE into the log bucket of a team that wants no copies', async () => {
  const copied: string[] = []
  const teamBuckets = { isWritable: () => true, put: async (bucket: string) => void copied.push(bucket) }
  await begin({ copyLogs: false })
  const deps = { ...world.deps, teamBuckets }
  const text = importManifest('logBucket:lab-logs')

  await submitJob(deps, { caller: ANN, text })
  expect(copied).toEqual([])
})
