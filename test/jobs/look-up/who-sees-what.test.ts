import { beforeEach, describe, expect, it } from '@jest/globals'
import { jobKey } from '../../../lib/jobs/job-key.ts'
import { findJob, getJob } from '../../../lib/jobs/look-up/get-job.ts'
import { listJobs } from '../../../lib/jobs/look-up/list-jobs.ts'
import { readSubmission, signingKey } from '../../../lib/jobs/submit/read-submission.ts'
import { actorOf, type Caller, maySee } from '../../../lib/teams/caller.ts'
import { errorOf } from '../../support/error-of.ts'
import { importManifest } from '../../support/manifests.ts'
import { created, submitting } from '../../support/records.ts'
import { KEY, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const ANN: Caller = { team: 'lab', principal: 'ann', role: 'member' }
const BOB: Caller = { team: 'film', principal: 'bob', role: 'member' }
const EVE: Caller = { team: '(auditors)', principal: 'eve', role: 'auditor' }
const VERA: Caller = { team: 'lab', principal: 'vera', role: 'viewer' }
const OTTO: Caller = { team: '(operators)', principal: 'otto', role: 'operator' }
const OTHER_KEY = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY' }
const AT = '2026-11-21T10:00:09.000Z'

let world: SubmissionWorld
beforeEach(async () => {
  world = submissionWorld()
  await world.jobs.claim(submitting())
  await world.jobs.save(created())
  await world.jobs.complete('wb0123', 'first', { jobId: 'AB123', archivedAt: AT, open: false }, AT)
  await world.jobs.save(created({ id: 'wb9', jobId: 'CD456', team: 'film' }))
})

describe('a caller', () => {
  it.each([
    [ANN, 'lab', true],
    [ANN, 'film', false],
    [ANN, '', false],
    [EVE, 'lab', true],
    [EVE, 'film', true],
  ])('%j and what belongs to team "%s": %s', (caller, team, isSeen) => {
    expect(maySee(caller, team)).toBe(isSeen)
  })

  it('is in the history by name, and with the request where there is one', () => {
    expect(actorOf({ caller: ANN })).toStrictEqual({ principal: 'ann' })
    expect(actorOf({ caller: ANN, requestId: 'r' })).toEqual({ principal: 'ann', requestId: 'r' })
  })
})

describe('a job', () => {
  it('is there for its team and for auditors, for any case of its ID, with the time of its archive', async () => {
    for (const caller of [ANN, EVE]) {
      expect(await getJob(world.deps, { caller, jobId: 'ab123' })).toEqual({ job: created(), archivedAt: AT })
    }
    expect(await getJob(world.deps, { caller: BOB, jobId: 'CD456' })).not.toHaveProperty('archivedAt')
  })

  it.each([
    ['of another team', 'CD456'],
    ['that is not there', 'ZZ999'],
    ['of no ID at all', ''],
    ['of an ID that no job has', 'A'.repeat(5000)],
  ])('%s is not found, and its ID is repeated in part only', async (_what, jobId) => {
    const { code, message } = await errorOf(getJob(world.deps, { caller: ANN, jobId }))

    expect(code).toBe('JOB_NOT_FOUND')
    expect(message.length).toBeLessThan(150)
    expect(await findJob(world.deps, { caller: ANN, jobId })).toBeUndefined()
  })

  it('of an ID of 64 characters is looked for, and of one more is not', async () => {
    await world.jobs.save(created({ id: 'wb64', jobId: 'A'.repeat(64) }))
    await world.jobs.save(created({ id: 'wb65', jobId: 'A'.repeat(65) }))

    expect(await findJob(world.deps, { caller: ANN, jobId: 'a'.repeat(64) })).toBeDefined()
    expect(await findJob(world.deps, { caller: ANN, jobId: 'a'.repeat(65) })).toBeUndefined()
  })
})

describe('a list', () => {
  const list = async (caller: Caller, filter: Parameters<typeof listJobs>[1]['filter'] = {}) => {
    const { entries } = await listJobs(world.deps, { caller, filter, pageSize: 10 })
    return entries.map(entry => ('job' in entry ? entry.job.jobId : entry.submission.id)).sort()
  }

  it('shows a member the own team, whatever is asked for, and an auditor every team', async () => {
    expect(await list(ANN)).toEqual(['AB123'])
    expect(await list(ANN, { team: 'lab' })).toEqual(['AB123'])
    expect(await list(ANN, { team: 'film' })).toEqual([])
    expect(await list(EVE)).toEqual(['AB123', 'CD456'])
    expect(await list(EVE, { team: 'film' })).toEqual(['CD456'])
  })

  it('shows a viewer what a member sees, and an operator nothing', async () => {
    expect(await list(VERA)).toEqual(['AB123'])
    expect(await list(VERA, { team: 'film' })).toEqual([])
    expect(await list(OTTO)).toEqual([])
    expect(await list(OTTO, { team: 'lab' })).toEqual([])
  })

  it('by job ID shows that job, if the other filters fit and the caller may see it', async () => {
    expect(await list(ANN, { jobId: 'ab123' })).toEqual(['AB123'])
    expect(await list(ANN, { jobId: 'ab123', state: 'cancelled' })).toEqual([])
    expect(await list(ANN, { jobId: 'CD456' })).toEqual([])
    expect(await list(EVE, { jobId: 'CD456' })).toEqual(['CD456'])
    expect(await list(EVE, { jobId: 'CD456', team: 'lab' })).toEqual([])
    expect(await list(ANN, { jobId: 'ZZ999' })).toEqual([])
  })

  it('shows jobs whose SIGNATURE is not archived where that is asked for, the oldest first, each to whoever may see it', async () => {
    for (const [id, jobId, team] of [
      ['wb31', 'NA001', 'lab'],
      ['wb32', 'NA002', 'lab'],
      ['wb33', 'NA003', 'film'],
    ] as const) {
      const createdAt = `2026-11-21T11:00:0${id.slice(-1)}.000Z`
      await world.jobs.claim(submitting({ id, team, createdAt }))
      await world.jobs.save(created({ id, jobId, team, createdAt }))
      await world.jobs.complete(id, 'first', { jobId, open: true }, createdAt)
    }
    await world.jobs.claim(submitting({ id: 'wb34', createdAt: '2026-11-21T11:00:04.000Z' }))
    const unarchived = (caller: Caller, filter: object = {}) => list(caller, { archived: 'false', ...filter })

    expect(await unarchived(ANN)).toEqual(['NA001', 'NA002'])
    expect(await unarchived(BOB)).toEqual(['NA003'])
    expect(await unarchived(EVE)).toEqual(['NA001', 'NA002', 'NA003'])
    expect(await unarchived(OTTO)).toEqual([])
    expect(await unarchived(ANN, { state: 'cancelled' })).toEqual([])
    expect(await unarchived(ANN, { jobId: 'NA002' })).toEqual(['NA002'])
    expect(await unarchived(ANN, { jobId: 'AB123' })).toEqual([])

    const first = await listJobs(world.deps, { caller: ANN, filter: { archived: 'false' }, pageSize: 1 })
    expect(first.entries).toMatchObject([{ job: { jobId: 'NA001' } }])
    const place = { pageSize: 10, ...(first.nextPageToken && { pageToken: first.nextPageToken }) }
    const rest = await listJobs(world.deps, { caller: ANN, filter: { archived: 'false' }, ...place })
    expect(rest.entries).toMatchObject([{ job: { jobId: 'NA002' } }])
    const { code } = await errorOf(listJobs(world.deps, { caller: ANN, filter: {}, ...place }))
    expect(code).toBe('PAGE_TOKEN_INVALID')
  })

  it('has one name for its page tokens, in whatever order its filters are', async () => {
    for (const second of [1, 2]) {
      await world.jobs.save(
        created({ id: `wb1${second}`, jobId: `XX00${second}`, createdAt: `2026-11-21T10:01:0${second}.000Z` }),
      )
    }
    const filters = { kind: 's3-import', state: 'created' } as const
    const first = await listJobs(world.deps, { caller: ANN, filter: filters, pageSize: 1 })
    const paging = { caller: ANN, pageSize: 5, ...(first.nextPageToken && { pageToken: first.nextPageToken }) }

    const rest = await listJobs(world.deps, { ...paging, filter: { state: 'created', kind: 's3-import' } })

    expect([...first.entries, ...rest.entries]).toHaveLength(3)
  })
})

describe('the key that signs', () => {
  const manifestOf = (...lines: string[]) => readSubmission({ caller: ANN, text: importManifest(...lines) }, 'lenient')

  it("is the team's first, or the one of the team's that the manifest names", async () => {
    world.keys.set('lab', [OTHER_KEY, KEY])

    expect(await signingKey(world.deps.keys, 'lab', manifestOf().manifest)).toEqual(OTHER_KEY)
    const named = manifestOf(`accessKeyId:${KEY.accessKeyId}`).manifest
    expect(await signingKey(world.deps.keys, 'lab', named)).toEqual(KEY)
  })

  it("is never another team's, nor missing", async () => {
    world.keys.set('film', [OTHER_KEY])
    const named = manifestOf(`accessKeyId:${OTHER_KEY.accessKeyId}`).manifest

    expect((await errorOf(signingKey(world.deps.keys, 'lab', named))).code).toBe('SIGNING_KEY_NOT_ALLOWED')
    expect((await errorOf(signingKey(world.deps.keys, 'nobody', named))).code).toBe('SIGNING_KEY_MISSING')
  })

  it('of a job is the one that it was made with, while its team has it', async () => {
    expect(await jobKey(world.deps.keys, created())).toMatchObject(KEY)

    const { code } = await errorOf(jobKey(world.deps.keys, created({ team: 'film' })))
    expect(code).toBe('SIGNING_KEY_MISSING')
    world.keys.clear()
    expect((await errorOf(jobKey(world.deps.keys, created()))).code).toBe('SIGNING_KEY_MISSING')
  })
})

describe('a manifest that is handed in', () => {
  const read = (text: string, jobType?: 'Import' | 'Export') => async () =>
    readSubmission({ caller: ANN, text, ...(jobType && { jobType }) }, 'lenient')

  it('reports its job type, unless another is asked for', async () => {
    expect((await read(importManifest())()).manifest.jobType).toBe('Import')
    expect((await read(importManifest(), 'Import')()).manifest.jobType).toBe('Import')
    expect((await errorOf(read(importManifest(), 'Export')())).code).toBe('JOB_TYPE_MISMATCH')
  })

  it('is refused with every fault at once, and how many there are', async () => {
    const none = await errorOf(read('')())
    const one = await errorOf(read(importManifest().replace('deviceId:WX21-0046\n', ''))())
    const more = await errorOf(read('bucket:b\n', 'Export')())

    expect([none.code, one.code, more.code]).toEqual(Array(3).fill('MANIFEST_INVALID'))
    expect(one.details.diagnostics?.filter(({ severity }) => severity === 'error')).toHaveLength(1)
    expect(more.details.diagnostics?.length).toBeGreaterThan(1)
    expect(one.message).not.toBe(more.message)
  })
})
