import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { DEVICE_STAGES } from '../../lib/jobs/device-stage.ts'
import type { Job } from '../../lib/jobs/job.ts'
import type { JobFilter, Listed } from '../../lib/jobs/job-filter.ts'
import type { JobLists, JobStore } from '../../lib/jobs/job-store.ts'
import { CODES } from '../support/device-codes.ts'
import { FORGED_PLACES } from '../support/forged-tokens.ts'
import { created, submitting } from '../support/records.ts'

type Store = JobStore & JobLists

const at = (second: number) => new Date(Date.parse('2026-11-21T10:00:00.000Z') + second * 1000).toISOString()

const nameOf = (listed: Listed) => ('job' in listed ? listed.job.jobId : listed.submission.id)

/** Every page of a list, as one. */
const all = async (store: Store, filter: JobFilter, limit = 1000, start?: string): Promise<string[]> => {
  const names: string[] = []
  let after = start
  do {
    const page = await store.list(filter, { limit, ...(after !== undefined && { after }) })
    expect(page.entries.length).toBeLessThanOrEqual(limit)
    names.push(...page.entries.map(nameOf))
    after = page.after
  } while (after !== undefined)
  return names
}

/** A job of its own, made at that second. */
const keep = async (store: Store, second: number, overrides: Partial<Job> = {}): Promise<Job> => {
  const jobId = `J${String(second).padStart(4, '0')}`
  const job = created({ jobId, id: `wb${second}`, createdAt: at(second), ...overrides })
  await store.save(job)
  await store.pointFromLists(job)
  return job
}

/** What lists of jobs do, wherever they are kept. `open` gives an empty store. */
export const itListsJobs = (open: () => Promise<Store>) => {
  describe('the created jobs of a device', () => {
    it("are those of one team that name it now, newest first, and no other team's, none that is over, none that is refused", async () => {
      const store = await open()
      await keep(store, 1, { deviceId: 'D1' })
      await keep(store, 2, { deviceId: 'D1', state: 'cancelled' })
      await keep(store, 3, { deviceId: 'D1', team: 'film' })
      await keep(store, 4, { deviceId: 'D2', formerDevices: ['D1'] })
      await keep(store, 5, { deviceId: 'D1' })
      await keep(store, 6, { deviceId: 'D1', state: 'expired' })
      const refused = submitting({ id: 'wb7', deviceId: 'D1', createdAt: at(7) })
      await store.claim(refused)
      await store.refuse(refused, { code: 'InvalidParameter', detail: '' }, at(8))

      expect(await store.createdFor('lab', 'D1', 10)).toEqual(['J0005', 'J0001'])
      expect(await store.createdFor('lab', 'D1', 1)).toEqual(['J0005'])
      expect(await store.createdFor('film', 'D1', 10)).toEqual(['J0003'])
      expect(await store.createdFor('film', 'D2', 10)).toEqual([])
    })
  })

  describe('a list', () => {
    it('shows the newest first, each once, for any size of a page', async () => {
      const store = await open()
      for (let second = 0; second < 7; second += 1) await keep(store, second)
      const newestFirst = ['J0006', 'J0005', 'J0004', 'J0003', 'J0002', 'J0001', 'J0000']

      for (const limit of [1, 2, 3, 7, 100]) {
        expect(await all(store, { team: 'lab' }, limit)).toEqual(newestFirst)
        expect(await all(store, {}, limit)).toEqual(newestFirst)
      }
    })

    it('shows a job with all that is stored of it but manifest and warnings, and when its SIGNATURE was archived', async () => {
      const { manifest: _m, warnings: _w, accessKeyId: _a, manifestSha256: _h, sentSha256: _s, ...summary } = created()
      const warnings = Array.from({ length: 200 }, () => ({ code: 'SERVICE_WARNING', detail: 'x'.repeat(300) }))
      const tagged = { project: 'apollo' }
      const description = 'x'.repeat(500)
      const long = [
        created({ manifest: 'x'.repeat(65_000), description, tags: tagged }),
        created({ warnings }),
        created({ description, tags: tagged }),
      ]
      for (const job of [created(), created({ archivedAt: at(9) }), ...long]) {
        const store = await open()
        await store.claim(submitting())
        await store.save(job)
        await store.complete('wb0123', 'first', { jobId: 'AB123', archivedAt: at(9), open: false }, at(9))

        const { archivedAt, tags } = job
        const { entries } = await store.list({ team: 'lab' }, { limit: 10 })
        const shown = { ...summary, ...(archivedAt && { archivedAt }), ...(tags && { tags }) }
        expect(entries).toMatchObject([{ job: shown, archivedAt: at(9) }])
        const members = entries.flatMap(entry => ('job' in entry ? Object.keys(entry.job) : []))
        for (const unlisted of ['manifest', 'warnings']) expect(members).not.toContain(unlisted)
        expect(await store.job('AB123')).toEqual(job)
      }
    })

    it('shows no time of an archive where there was none', async () => {
      const store = await open()
      await store.claim(submitting())
      await store.save(created())

      expect((await store.list({ team: 'lab' }, { limit: 10 })).entries).toEqual([
        { job: expect.objectContaining({ jobId: 'AB123' }) },
      ])
    })

    it("never shows another team's jobs, however alike their devices, buckets and names are", async () => {
      const store = await open()
      const teams = ['lab', 'lab#', 'lab/', 'LAB', 'la', 'lab2', 'ä', ' ', '', 'x'.repeat(5000)]
      for (const [second, team] of teams.entries()) await keep(store, second, { team })

      for (const [second, team] of teams.entries()) {
        const own = [`J${String(second).padStart(4, '0')}`]
        expect(await all(store, { team })).toEqual(own)
        expect(await all(store, { team, deviceId: 'WX-1' })).toEqual(own)
        expect(await all(store, { team, bucket: 'archive' })).toEqual(own)
      }
    })

    it('keeps and finds a job whose device and buckets have names that no key can hold', async () => {
      const store = await open()
      const deviceId = '\u0000ü#'.repeat(3000)
      const buckets = ['b'.repeat(5000), '', 'c'.repeat(4000)]
      await keep(store, 1, { deviceId, buckets })

      for (const filter of [{ deviceId }, ...buckets.map(bucket => ({ bucket }))]) {
        expect(await all(store, filter)).toHaveLength(1)
        expect(await all(store, { ...filter, team: 'lab' })).toHaveLength(1)
      }
    })

    it('by bucket finds a job under each of its buckets, and after an update under the new ones only', async () => {
      const store = await open()
      const job = await keep(store, 1, { buckets: ['archive', 'logs', 'extra'] })
      const found = async () => {
        const names = ['archive', 'logs', 'extra', 'new']
        const counts = await Promise.all(names.map(async bucket => (await all(store, { team: 'lab', bucket })).length))
        return counts.join('')
      }
      expect(await found()).toBe('1110')

      const updated = { ...job, buckets: ['logs', 'new'], version: 2 }
      await store.pointFromLists(updated)
      await store.replace(updated)

      expect(await found()).toBe('0101')
    })

    it('shows a refused submission until its key is used again, and a submission under way only where that is asked for', async () => {
      const store = await open()
      await store.claim(submitting())
      expect(await all(store, { team: 'lab' })).toEqual([])
      expect(await all(store, { team: 'lab', state: 'submitting' })).toEqual(['wb0123'])
      expect(await all(store, { team: 'film', state: 'submitting' })).toEqual([])

      await store.refuse(submitting(), { code: 'NoSuchBucketException', detail: 'gone' }, at(1))
      for (const filter of [{}, { team: 'lab' }, { state: 'refused' }, { deviceId: 'WX-1' }, { bucket: 'archive' }]) {
        expect(await all(store, filter as JobFilter)).toEqual(['wb0123'])
      }
      expect(await all(store, { team: 'lab', state: 'submitting' })).toEqual([])

      await store.claim(submitting())
      expect(await all(store, { team: 'lab' })).toEqual([])
    })

    it('shows a refused submission under each of its buckets and tags, and those of its last error alone', async () => {
      const store = await open()
      const first = submitting({ buckets: ['a', 'b'], tags: { project: 'apollo', year: '1969' } })
      await store.claim(first)
      expect(await all(store, { tags: { project: 'apollo' } })).toEqual([])
      expect(await all(store, { tags: { project: 'apollo' }, state: 'submitting' })).toEqual(['wb0123'])
      await store.refuse(first, { code: 'a', detail: 'b' }, at(1))

      const filters = [{ bucket: 'a' }, { bucket: 'b' }, { tags: { project: 'apollo' } }, { tags: first.tags }]
      for (const filter of filters) {
        expect(await all(store, filter as JobFilter)).toEqual(['wb0123'])
        expect(await all(store, { ...(filter as JobFilter), team: 'lab', state: 'refused' })).toEqual(['wb0123'])
        expect(await all(store, { ...(filter as JobFilter), team: 'film' })).toEqual([])
      }

      const second = submitting({ buckets: ['c'], tags: { project: 'gemini' }, createdAt: at(5) })
      await store.claim(second)
      for (const filter of filters) expect(await all(store, filter as JobFilter)).toEqual([])
      await store.refuse(second, { code: 'a', detail: 'b' }, at(6))

      for (const filter of filters) expect(await all(store, filter as JobFilter)).toEqual([])
      expect(await all(store, { tags: { project: 'gemini' } })).toEqual(['wb0123'])
    })

    it('by tag never takes one tag for another, however alike their texts are', async () => {
      const store = await open()
      const tags = [
        { a: 'b' },
        { a: 'B' },
        { A: 'b' },
        { 'a:': 'b' },
        { a: ':b' },
        { a: 'b=c' },
        { 'a b': 'b' },
        { a: 'ü' },
      ]
      for (const [second, one] of tags.entries()) await keep(store, second, { tags: one as Record<string, string> })

      for (const [second, one] of tags.entries()) {
        const filter = { tags: one as Record<string, string> }
        expect(await all(store, filter)).toEqual([`J${String(second).padStart(4, '0')}`])
        expect(await all(store, { ...filter, team: 'lab' })).toHaveLength(1)
      }
    })

    it('finds a job by the devices and buckets that it had before, too, each once', async () => {
      const store = await open()
      const job = await keep(store, 1, { buckets: ['archive', 'logs'] })
      const former = { formerDevices: ['WX-1', 'WX-0'], formerBuckets: ['archive', 'old'] }
      const updated = { ...job, deviceId: 'WX-2', buckets: ['new', 'logs'], ...former, version: 2 }
      await store.pointFromLists(updated)
      await store.replace(updated)

      for (const deviceId of ['WX-0', 'WX-1', 'WX-2']) {
        expect(await all(store, { deviceId })).toEqual(['J0001'])
        expect(await all(store, { team: 'lab', deviceId, state: 'created' })).toEqual(['J0001'])
        expect(await all(store, { team: 'film', deviceId })).toEqual([])
        expect(await all(store, { deviceId, bucket: 'old' })).toEqual(['J0001'])
      }
      for (const bucket of ['archive', 'old', 'new', 'logs']) expect(await all(store, { bucket })).toEqual(['J0001'])
      expect(await all(store, { deviceId: 'WX-3' })).toEqual([])
    })

    it.each(DEVICE_STAGES)('finds the jobs whose device is %s, and no others, for any size of a page', async stage => {
      const store = await open()
      const stages = [...DEVICE_STAGES, stage, stage]
      for (const [second, name] of stages.entries()) {
        const job = await keep(store, second, { team: second % 2 ? 'lab' : 'film', ...CODES[name] })
        await store.pointFromStage(job)
      }
      await store.claim(submitting())
      await store.refuse(submitting(), { code: 'NoSuchBucketException', detail: 'gone' }, at(1))
      const expected = (teams: readonly string[]) =>
        stages
          .map((name, second) => ({
            name,
            team: second % 2 ? 'lab' : 'film',
            jobId: `J${String(second).padStart(4, '0')}`,
          }))
          .filter(({ name, team }) => name === stage && teams.includes(team))
          .map(({ jobId }) => jobId)
          .toReversed()

      for (const limit of [1, 2, 100]) {
        for (const team of ['lab', 'film']) expect(await all(store, { team, stage }, limit)).toEqual(expected([team]))
        expect((await all(store, { stage }, limit)).toSorted()).toEqual(expected(['lab', 'film']).toSorted())
        expect(await all(store, { team: 'lab', stage, state: 'created' }, limit)).toEqual(expected(['lab']))
        expect(await all(store, { team: 'lab', stage, state: 'cancelled' }, limit)).toEqual([])
        expect(await all(store, { stage, state: 'refused' }, limit)).toEqual([])
        expect(await all(store, { deviceId: 'WX-1', team: 'lab', stage }, limit)).toEqual(expected(['lab']))
      }
    })

    it('no longer finds a device under a stage that it has left, also where an old version points late', async () => {
      const store = await open()
      const received = await keep(store, 1, CODES.received)
      await store.pointFromStage(received)
      const loading = { ...received, ...CODES['in-progress'], version: 2 }
      await store.replace(loading)
      await store.pointFromStage(loading)
      await store.pointFromStage(received)

      expect(await all(store, { team: 'lab', stage: 'received' })).toEqual([])
      expect(await all(store, { team: 'lab', stage: 'in-progress' })).toEqual(['J0001'])
    })

    it('finds the jobs that expire before a moment, which are those whose device has not come', async () => {
      const store = await open()
      for (const [second, name] of DEVICE_STAGES.entries()) await keep(store, second, CODES[name])
      await keep(store, 20)
      await keep(store, 21, { state: 'cancelled' })
      const expiresBefore = new Date(Date.parse(at(20)) + 30 * 24 * 60 * 60_000).toISOString()

      expect(await all(store, { team: 'lab', expiresBefore })).toEqual(['J0001', 'J0000'])
      expect(await all(store, { expiresBefore }, 1)).toEqual(['J0001', 'J0000'])
    })

    it('follows a job that changes its state', async () => {
      const store = await open()
      const job = await keep(store, 1)
      await store.replace({ ...job, state: 'cancelled', version: 2 })

      expect(await all(store, { team: 'lab', state: 'created' })).toEqual([])
      expect(await all(store, { team: 'lab', state: 'cancelled' })).toEqual(['J0001'])
    })

    it('shows what a plain look through all jobs would, for any filters together', async () => {
      const store = await open()
      const one = <T>(...values: T[]) => fc.constantFrom(...values)
      const jobs = fc.sample(
        fc.record({
          team: one('lab', 'film'),
          deviceId: one('A', 'B'),
          buckets: one(['x'], ['y'], ['x', 'y'], ['z', 'x', 'y']),
          tags: one({ p: '1' }, { p: '1', c: '2' }, { p: '2', c: '2' }, {}),
          kind: one('s3-import', 's3-export'),
          jobType: one('Import', 'Export'),
          state: one('created', 'cancelled', 'expired'),
        }) as fc.Arbitrary<Partial<Job>>,
        { seed: 7, numRuns: 60 },
      )
      const kept = await Promise.all(jobs.map((overrides, second) => keep(store, second, overrides)))
      const optional = <T>(...values: T[]) => fc.option(one(...values), { nil: undefined, freq: 2 })

      await fc.assert(
        fc.asyncProperty(
          fc.record({
            team: optional('lab', 'film'),
            deviceId: optional('A', 'B'),
            bucket: optional('x', 'y', 'z'),
            tags: optional({ p: '1' }, { c: '2' }, { c: '2', p: '2' }, { p: '3' }),
            kind: optional('s3-import', 's3-export'),
            jobType: optional('Import', 'Export'),
            state: optional('created', 'cancelled', 'expired'),
            from: optional(at(10), at(20.5)),
            to: optional(at(30), at(50)),
          }),
          fc.constantFrom(3, 20, 1000),
          async (drawn, limit) => {
            const entries = Object.entries(drawn).filter(([, value]) => value !== undefined)
            const filter = Object.fromEntries(entries) as JobFilter
            const expected = kept.filter(
              job =>
                (!filter.team || job.team === filter.team) &&
                (!filter.deviceId || job.deviceId === filter.deviceId) &&
                (!filter.bucket || job.buckets.includes(filter.bucket)) &&
                Object.entries(filter.tags ?? {}).every(([name, value]) => job.tags?.[name] === value) &&
                (!filter.kind || job.kind === filter.kind) &&
                (!filter.jobType || job.jobType === filter.jobType) &&
                (!filter.state || job.state === filter.state) &&
                (!filter.from || job.createdAt >= filter.from) &&
                (!filter.to || job.createdAt < filter.to),
            )
            const isByTeamFirst = !filter.team && (filter.deviceId || filter.bucket || filter.tags)
            const newestFirst = expected.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
            const ordered = isByTeamFirst
              ? newestFirst.toSorted((a, b) => (a.team < b.team ? 1 : a.team > b.team ? -1 : 0))
              : newestFirst

            expect(await all(store, filter, limit)).toEqual(ordered.map(({ jobId }) => jobId))
          },
        ),
        { seed: 11, numRuns: 60 },
      )
    })
  })

  it.each(FORGED_PLACES)('refuse to go on from %j, or show from there only what the filter asks for', async after => {
    const store = await open()
    await keep(store, 1)
    await keep(store, 2, { team: 'film', deviceId: 'other' })

    for (const filter of [{ team: 'lab' }, { team: 'lab', deviceId: 'WX-1' }, { team: 'lab', bucket: 'archive' }]) {
      const names = await all(store, filter, 10, after).catch(error => error.code)
      expect(['PAGE_TOKEN_INVALID', '', 'J0001']).toContain(String(names))
    }
    const older = store.olderEvents('wb1', { limit: 1, after }).then(({ entries }) => entries.length)
    expect(['PAGE_TOKEN_INVALID', 0]).toContain(await older.catch(error => error.code))
  })

  describe('the jobs that are due', () => {
    const due = async (store: Store, before: string, limit = 10) => {
      const found: string[] = []
      let after: string | undefined
      do {
        const page = await store.due(before, { limit, ...(after !== undefined && { after }) })
        found.push(...page.entries.map(({ jobId, dueAt }) => `${jobId} ${dueAt}`))
        after = page.after
      } while (after !== undefined)
      return found
    }

    it('are those whose time has come, those that wait longest first, page by page', async () => {
      const store = await open()
      for (const second of [5, 1, 4, 2, 3]) await keep(store, second, { follow: { dueAt: at(second) } })
      await keep(store, 6, { follow: {} })

      const expected = [1, 2, 3, 4].map(second => `J000${second} ${at(second)}`)
      for (const limit of [1, 3, 10]) expect(await due(store, at(4), limit)).toEqual(expected)
    })

    it('are those of before that were never followed, too, unless they have come to their end', async () => {
      const store = await open()
      await keep(store, 1)
      await keep(store, 2, { state: 'cancelled' })
      await keep(store, 3, CODES.returned)

      expect(await due(store, at(9))).toEqual([`J0001 ${at(1)}`])
    })

    it('are postponed once: of two who see one due, one succeeds', async () => {
      const store = await open()
      const job = await keep(store, 1, { follow: { dueAt: at(1) } })
      const postpone = (second: number) => store.postpone('J0001', at(1), { dueAt: at(second), askedAt: at(0) })

      expect((await Promise.all([postpone(5), postpone(6)])).filter(Boolean)).toHaveLength(1)
      expect(await due(store, at(4))).toEqual([])
      expect(await due(store, at(6))).toHaveLength(1)
      expect(await store.job('J0001')).toEqual({ ...job, follow: { dueAt: expect.any(String), askedAt: at(0) } })
    })

    it('that are looked at in turn are in no list of what is due, and come into it once, where a moment of their own comes', async () => {
      const store = await open()
      await keep(store, 1, { follow: { inTurn: true } })
      await keep(store, 2, { follow: {} })
      const postpone = (jobId: string) => store.postpone(jobId, undefined, { dueAt: at(5), askedAt: at(4) })

      expect(await due(store, at(60))).toEqual([])
      expect(await Promise.all(['J0001', 'J0002', 'J0009'].map(postpone))).toEqual([true, false, false])
      expect(await postpone('J0001')).toBe(false)
      expect(await due(store, at(60))).toEqual([`J0001 ${at(5)}`])
      expect(await store.postpone('J0001', at(5), { askedAt: at(6), inTurn: true })).toBe(true)
      expect(await store.job('J0001')).toMatchObject({ follow: { askedAt: at(6), inTurn: true } })
      expect((await store.job('J0001'))?.follow).not.toHaveProperty('dueAt')
      expect(await due(store, at(60))).toEqual([])
    })

    it('are due no more once they are postponed for good, and a missing one is not made', async () => {
      const store = await open()
      await keep(store, 1, { follow: { dueAt: at(1) } })

      expect(await store.postpone('J0001', at(1), { askedAt: at(2) })).toBe(true)
      expect(await store.postpone('J0009', at(1), { dueAt: at(2) })).toBe(false)
      expect(await due(store, at(99))).toEqual([])
      expect(await store.job('J0009')).toBeUndefined()
    })

    it('are due at the time of their newest version', async () => {
      const store = await open()
      const job = await keep(store, 1, { follow: { dueAt: at(1) } })
      await store.replace({ ...job, follow: { dueAt: at(7) }, version: 2 })

      expect(await due(store, at(6))).toEqual([])
      expect(await store.postpone('J0001', at(1), { dueAt: at(9) })).toBe(false)
      expect(await due(store, at(7))).toEqual([`J0001 ${at(7)}`])
    })
  })

  describe('the open records', () => {
    it('are those that something is left to do for, oldest first, page by page', async () => {
      const store = await open()
      for (let second = 5; second > 0; second -= 1) {
        await store.claim(submitting({ id: `wb${second}`, createdAt: at(second) }))
      }
      await store.complete('wb2', 'first', { jobId: 'J1', open: false }, at(9))
      await store.complete('wb3', 'first', { jobId: 'J2', open: true }, at(9))
      await store.refuse(submitting({ id: 'wb4' }), { code: 'a', detail: 'b' }, at(9))

      const first = await store.open({ limit: 2 })
      const second = await store.open({ limit: 2, ...(first.after !== undefined && { after: first.after }) })

      expect([first.entries, second.entries]).toEqual([['wb1', 'wb3'], ['wb5']])
    })
  })

  describe('the manifests of a job', () => {
    it('are listed without their texts, the highest number first, below any number and as many as are asked for', async () => {
      const store = await open()
      const summary = {
        at: at(0),
        kind: 's3-import',
        jobType: 'Import',
        deviceId: 'D',
        buckets: [],
        sha256: 'a',
      } as const
      for (const number of [1, 2, 3, 9, 10, 11]) {
        await store.saveManifest('J1', { ...summary, number, manifest: `# ${number}` })
      }
      await store.saveManifest('J2', { ...summary, number: 4, manifest: '# of another job' })
      await store.save(created({ jobId: 'J1' }))
      const numbers = async (below: number, limit: number) =>
        (await store.manifests('J1', below, limit)).map(({ number }) => number)

      expect(await store.manifests('J1', 2, 5)).toEqual([{ ...summary, number: 1 }])
      expect(await numbers(99, 99)).toEqual([11, 10, 9, 3, 2, 1])
      expect(await numbers(11, 2)).toEqual([10, 9])
      expect(await numbers(9, 2)).toEqual([3, 2])
      expect(await numbers(1, 2)).toEqual([])
      expect(await numbers(9, 0)).toEqual([])
    })
  })
}
