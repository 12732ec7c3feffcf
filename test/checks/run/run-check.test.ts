import { beforeEach, describe, expect, it } from '@jest/globals'
import { createDiscreetService } from '../../../lib/adapters/service/discreet-service.ts'
import { putCheck } from '../../../lib/checks/manage/put-check.ts'
import { runCheckNow, runDueCheck } from '../../../lib/checks/run/run-check.ts'
import type { RunTask } from '../../../lib/checks/task.ts'
import { ServiceFailure } from '../../../lib/jobs/service-failure.ts'
import type { Caller } from '../../../lib/teams/caller.ts'
import { type CheckWorld, checkWorld } from '../../support/check-world.ts'
import { importManifest } from '../../support/manifests.ts'
import type { Fate } from '../../support/scripted-service.ts'
import { KEY, START } from '../../support/submission-world.ts'

const ANN: Caller = { team: 'lab', principal: 'ann', role: 'member' }

let world: CheckWorld
beforeEach(() => {
  world = checkWorld()
})

const put = (overrides: Partial<Parameters<typeof putCheck>[1]> = {}) =>
  putCheck(world.deps, {
    caller: ANN,
    name: 'guide',
    manifest: importManifest('trueCryptPassword:correct horse'),
    schedule: { expression: 'rate(1 minute)', timeZone: 'UTC' },
    enabled: true,
    notify: { email: true, digest: false, unknownAfterMinutes: 2 },
    ...overrides,
  })

let runs = 0
/** What the scheduler asks for when the check is due, a minute after the last time. */
const due = async (overrides: Partial<RunTask> = {}) => {
  world.pass(60)
  runs += 1
  const check = await world.deps.checks.get('lab', 'guide')
  const checkId = check?.id ?? 'gone'
  await runDueCheck(world.deps, { do: 'run', team: 'lab', name: 'guide', checkId, runId: `run-${runs}`, ...overrides })
}
const latest = async () => (await world.deps.runs.list({ team: 'lab', name: 'guide' }, { limit: 1 })).runs[0]
const kept = async () => (await world.deps.runs.list({ team: 'lab', name: 'guide' }, { limit: 100 })).runs
const fails = (fate: Fate) => world.service.fates.push(fate)
const isAway = () => world.service.fates.push('not sent', 'not sent', 'not sent')

describe('a run', () => {
  it('asks the service with ValidateOnly, makes no job, and keeps what came of it', async () => {
    await put()

    await due({ scheduledFor: '2026-11-21T10:01:00.000Z' })

    expect(world.service.requests).toEqual([expect.objectContaining({ validateOnly: true, jobType: 'Import' })])
    expect(world.service.jobs).toEqual([])
    expect(await latest()).toMatchObject({
      outcome: 'pass',
      startedAt: '2026-11-21T10:01:00.000Z',
      scheduledFor: '2026-11-21T10:01:00.000Z',
      attempts: 1,
      checks: [
        { name: 'manifest', outcome: 'pass' },
        { name: 'policy', outcome: 'pass' },
        { name: 'service', outcome: 'pass' },
      ],
      notices: [],
    })
    expect((await world.deps.checks.get('lab', 'guide'))?.progress.last).toMatchObject({ outcome: 'pass' })
  })

  it('of a manifest that the service refuses fails at the option that the service means', async () => {
    await put({ manifest: importManifest('logBucket:mybucket') })
    fails('refused')

    await due()

    expect(await latest()).toMatchObject({
      outcome: 'fail',
      diagnostics: [
        {
          code: 'NoSuchBucketException',
          severity: 'error',
          detail: 'The bucket mybucket does not exist',
          pointer: '/logBucket',
          line: 6,
          column: 11,
        },
      ],
    })
  })

  it('whose service is away asks again after a while, and passes if it is back', async () => {
    await put()
    fails('not sent')

    await due()

    expect(world.pauses).toEqual([1000])
    expect(await latest()).toMatchObject({ outcome: 'pass', attempts: 2 })
  })

  it.each<[string, Fate]>([
    ['cannot be reached', 'not sent'],
    ['does not answer', 'lost on the way there'],
    ['refuses our own credentials', 'credentials refused'],
  ])('whose service %s is unknown after three attempts, never a pass', async (_what, fate) => {
    await put()
    world.service.fates.push(fate, fate, fate)

    await due()

    expect(world.pauses).toEqual([1000, 5000])
    expect(await latest()).toMatchObject({ outcome: 'unknown', attempts: 3, durationMs: 6000 })
  })

  it('that a bug stops is unknown, and the log has the reason', async () => {
    await put()
    const deps = { ...world.deps, keys: { ...world.deps.keys, ofTeam: () => Promise.reject(new Error('a bug')) } }
    const check = await world.deps.checks.get('lab', 'guide')

    await runDueCheck(deps, { do: 'run', team: 'lab', name: 'guide', checkId: check?.id ?? '', runId: 'r' })

    expect(await latest()).toMatchObject({ outcome: 'unknown', diagnostics: [{ code: 'INTERNAL_ERROR' }] })
    expect(world.errors).toContain('a check could not be run')
  })

  it('of a team that has lost its key fails', async () => {
    await put()
    world.keys.clear()

    await due()

    expect(await latest()).toMatchObject({ outcome: 'fail', diagnostics: [{ code: 'SIGNING_KEY_MISSING' }] })
  })
})

describe('a service that is good, bad, away and good again', () => {
  it('makes exactly these notices', async () => {
    await put()
    const story = [() => {}, () => fails('refused'), () => fails('refused'), isAway, isAway, isAway, isAway, () => {}]
    const notices: string[] = []
    for (const happens of story) {
      happens()
      await due()
      notices.push(
        world.told
          .splice(0)
          .map(({ kind, summary }) => `${kind}: ${summary}`)
          .join(),
      )
    }

    expect(notices).toEqual([
      '',
      'failed: Check guide fails: NoSuchBucketException.',
      '',
      '',
      '',
      expect.stringMatching(/^unknown: Check guide could not be evaluated since 2026-11-21T10:04:00.000Z: .*\.$/),
      '',
      'recovered: Check guide passes again.',
    ])
    expect((await kept()).map(({ outcome, notices }) => `${outcome} ${notices}`.trim()).reverse()).toEqual([
      'pass',
      'fail failed',
      'fail',
      'unknown',
      'unknown',
      'unknown unknown',
      'unknown',
      'pass recovered',
    ])
  })

  it('stores and reports the answer of the service without a secret that it quotes', async () => {
    world.service.refusal = { code: 'MalformedManifestException', message: 'Bad trueCryptPassword:correct horse' }
    world.deps = { ...world.deps, service: createDiscreetService(world.service) }
    await put()
    fails('refused')

    await due()

    expect(await latest()).toMatchObject({
      outcome: 'fail',
      diagnostics: [{ detail: expect.stringMatching(/^Bad trueCryptPassword:/) }],
    })
    expect(JSON.stringify([await world.items(), world.told, world.errors])).not.toContain('correct horse')
  })

  it('never shows what is secret', async () => {
    await put({ notify: { email: true, digest: true, unknownAfterMinutes: 0, webhook: WEBHOOK } })
    fails('refused')
    await due()
    await due()

    const everything = JSON.stringify([await world.items(), world.told, world.tasks, await kept()])
    expect(everything).not.toMatch(/correct horse|whsec_|hooks\.example\.com\/waybill/)
  })
})

const WEBHOOK = { url: 'https://hooks.example.com/waybill?token=abc', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }

describe('a notice', () => {
  it('goes to the notifier and, where there is one, towards the webhook', async () => {
    await put({ notify: { email: false, digest: false, unknownAfterMinutes: 2, webhook: WEBHOOK } })
    fails('refused')

    await due()

    expect(world.told).toEqual([expect.objectContaining({ kind: 'failed', email: false })])
    expect(world.tasks).toEqual([
      expect.objectContaining({ do: 'webhook', name: 'guide', notice: expect.objectContaining({ kind: 'failed' }) }),
    ])
  })

  it('that cannot be handed over waits, and goes before the next one', async () => {
    await put()
    fails('refused')
    world.notifier.fails = true
    await due()
    expect(world.errors).toContain('notices of a check not handed over; they wait')

    world.notifier.fails = false
    await due()

    expect(world.told.map(({ kind }) => kind)).toEqual(['failed', 'recovered'])
    expect((await world.deps.checks.get('lab', 'guide'))?.progress.outbox).toEqual([])
  })

  it('is handed over when the queue asks again for a run whose booking was the last thing done', async () => {
    await put()
    fails('refused')
    world.notifier.fails = true
    await due({ runId: 'twice' })
    world.notifier.fails = false

    await due({ runId: 'twice' })

    expect(world.told.map(({ kind }) => kind)).toEqual(['failed'])
    expect(world.service.requests).toHaveLength(1)
    expect(await kept()).toHaveLength(1)
  })
})

describe('a run that is asked for', () => {
  it('by a left-over schedule is not made, and the schedule goes', async () => {
    await put()
    world.schedules.plans.set('check-gone', [...world.schedules.plans.values()][0] as never)

    await due({ checkId: 'check-gone' })

    expect(world.service.requests).toEqual([])
    expect(world.schedules.plans.has('check-gone')).toBe(false)
  })

  it('while the check is switched off is not made', async () => {
    await put({ enabled: false })

    await due()

    expect(world.service.requests).toEqual([])
  })

  it('is made also after the clock was set back by a day', async () => {
    await put()
    await due({ scheduledFor: '2026-11-22T10:00:00.000Z' })

    await due({ scheduledFor: '2026-11-21T10:02:00.000Z' })

    expect(await kept()).toHaveLength(2)
  })

  it('by hand is made also then', async () => {
    await put({ enabled: false })

    expect(await runCheckNow(world.deps, { caller: ANN, name: 'guide' })).toMatchObject({ outcome: 'pass' })
  })

  it('by hand asks an absent service only twice, since a caller waits', async () => {
    await put()
    isAway()

    expect(await runCheckNow(world.deps, { caller: ANN, name: 'guide' })).toMatchObject({
      outcome: 'unknown',
      attempts: 2,
    })
  })

  it('many times at once is booked as often as it was made, and one change is reported once', async () => {
    await put()
    for (let index = 0; index < 4; index++) fails('refused')

    await Promise.all(['a', 'b', 'c', 'd'].map(runId => due({ runId })))

    expect(await kept()).toHaveLength(4)
    expect(new Set(world.told.map(({ id }) => id)).size).toBe(1)
  })
})

describe('a check that watches a job', () => {
  beforeEach(async () => {
    const { submitJob } = await import('../../../lib/jobs/submit/submit-job.ts')
    await submitJob({ ...world.deps, archive: world.archive }, { caller: ANN, text: importManifest() })
    world.service.requests.length = 0
    await put({ manifest: undefined, jobId: 'j1111' })
  })
  const check = () => world.deps.checks.get('lab', 'guide')

  it('asks the service for the manifest at each run, and keeps none', async () => {
    const [job] = world.service.jobs
    if (job) world.service.jobs.splice(0, 1, { ...job, manifest: importManifest('prefix:changed/') })

    await due()

    expect(await latest()).toMatchObject({ outcome: 'pass' })
    expect(world.service.requests[0]?.manifest).toContain('prefix:changed/')
    expect(JSON.stringify(await check())).not.toContain('sealed')
  })

  it.each([
    [
      'cancelled',
      () =>
        world.service.cancelJob('J1111', { credentials: KEY, startedAt: new Date(START), deadline: new Date(START) }),
    ],
    ['received', async () => world.service.arrive('J1111')],
    ['expired', async () => world.pass(31 * 24 * 60 * 60)],
  ])('ends itself when the job is %s', async (because, happens) => {
    await happens()
    world.told.length = 0

    await due()

    expect((await check())?.progress.ended).toMatchObject({ because })
    expect(world.schedules.plans.size).toBe(0)
    expect(world.told.map(({ kind, jobId }) => ({ kind, jobId }))).toEqual([{ kind: 'ended', jobId: 'J1111' }])
    await expect(runCheckNow(world.deps, { caller: ANN, name: 'guide' })).rejects.toMatchObject({ code: 'CHECK_ENDED' })
  })

  it('is unknown, and goes on, while the service cannot be asked for the job', async () => {
    const failure = new ServiceFailure('timeout', 'no answer')
    world.service.failures.push(failure, failure, failure)

    await due()

    expect(await latest()).toMatchObject({ outcome: 'unknown', attempts: 3 })
    expect((await check())?.progress.ended).toBeUndefined()
  })

  it('warns 7 days before the job expires, and 2 days before', async () => {
    const warned: number[] = []
    for (let day = 1; day < 30; day++) {
      world.pass(24 * 60 * 60 - 60)
      await due()
      if (world.told.splice(0).some(({ kind }) => kind === 'expires')) warned.push(day)
    }

    expect(warned).toEqual([23, 28])
  })
})
