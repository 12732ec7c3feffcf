import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { DepotJob, DepotJobs, HerePlace } from '../../lib/depot/ports.ts'

const START = Date.parse('2026-11-21T10:00:00.000Z')
const at = (ms: number) => new Date(START + ms)
/** Long after everything that these tests do. */
const LATER = at(3_600_000)

const job = (jobId: string, changes: Partial<DepotJob> = {}): DepotJob => ({
  jobId,
  owner: 'AKIDONE',
  jobType: 'Import',
  manifest: 'bucket: <&> \r\n',
  signature: 'abc=',
  createdAt: at(0).toISOString(),
  version: 1,
  ...changes,
})

export interface DepotJobsUnderTest {
  readonly jobs: DepotJobs
  /** Turns the clock that `jobs` looks at; it starts at 10:00. */
  readonly setClock: (time: Date) => void
}

/** What every keeper of the depot's jobs does. `open` gives an empty one. */
export const itKeepsDepotJobs = (open: () => Promise<DepotJobsUnderTest>) => {
  describe('adding a job', () => {
    it('keeps it as it was, whatever is in it', async () => {
      const { jobs } = await open()
      const whole = job('ABCDE', {
        sheet: { bucket: 'mylogs', key: 'logs/sheet.pdf' },
        events: [
          { type: 'received', signature: 'valid', at: at(1).toISOString() },
          { type: 'finished', errors: 2, log: { bucket: 'mylogs', key: 'import-log' }, at: at(2).toISOString() },
        ],
      })

      expect(await jobs.add(whole, LATER)).toBe('added')
      expect(await jobs.get('ABCDE')).toEqual(whole)
    })

    it('knows nothing of a job that was not added', async () => {
      expect(await (await open()).jobs.get('ABCDE')).toBeUndefined()
    })

    it('never takes an ID that another job has, of whoever it is', async () => {
      const { jobs } = await open()
      await jobs.add(job('ABCDE'), LATER)

      expect(await jobs.add(job('ABCDE', { manifest: 'other' }), LATER)).toBe('id-taken')
      expect(await jobs.add(job('ABCDE', { owner: 'AKIDTWO', manifest: 'other' }), LATER)).toBe('id-taken')
      expect((await jobs.get('ABCDE'))?.manifest).toBe(job('ABCDE').manifest)
      expect((await jobs.list('AKIDTWO', { limit: 10 })).jobs).toEqual([])
      expect((await jobs.list('AKIDONE', { limit: 10 })).jobs).toHaveLength(1)
    })

    it('gives one ID to one of many that want it at once', async () => {
      const { jobs } = await open()
      const owners = Array.from({ length: 8 }, (_, index) => `AKID${index}`)

      const outcomes = await Promise.all(owners.map(owner => jobs.add(job('ABCDE', { owner }), LATER)))

      expect(outcomes.filter(outcome => outcome === 'added')).toHaveLength(1)
      expect((await jobs.get('ABCDE'))?.owner).toBe(owners[outcomes.indexOf('added')])
    })

    it('is too late from the moment on that was set', async () => {
      const { jobs, setClock } = await open()
      setClock(at(5000))

      expect(await jobs.add(job('ABCDE'), at(5000))).toBe('too-late')
      expect(await jobs.get('ABCDE')).toBeUndefined()
      expect((await jobs.list('AKIDONE', { limit: 10 })).jobs).toEqual([])
    })
  })

  describe('replacing a job', () => {
    it('changes what may change, and removes what no longer exists', async () => {
      const { jobs } = await open()
      await jobs.add(job('ABCDE'), LATER)
      const { signature: _, ...rest } = job('ABCDE')
      const changed = {
        ...rest,
        jobType: 'Export',
        manifest: 'new',
        cancelledAt: at(9).toISOString(),
        label: { bucket: 'mylogs', key: 'shipping-label' },
        events: [{ type: 'loading', at: at(8).toISOString() }],
        version: 2,
      } as const

      expect(await jobs.replace(changed)).toBe(true)
      expect(await jobs.get('ABCDE')).toEqual(changed)
      expect((await jobs.list('AKIDONE', { limit: 1 })).jobs).toEqual([
        expect.objectContaining({ jobId: 'ABCDE', jobType: 'Export', cancelledAt: at(9).toISOString() }),
      ])
    })

    it('does not happen if the job has changed meanwhile, or is not there', async () => {
      const { jobs } = await open()
      await jobs.add(job('ABCDE'), LATER)
      await jobs.replace(job('ABCDE', { manifest: 'first', version: 2 }))

      expect(await jobs.replace(job('ABCDE', { manifest: 'second', version: 2 }))).toBe(false)
      expect((await jobs.get('ABCDE'))?.manifest).toBe('first')
      expect(await jobs.replace(job('FGHIJ', { version: 2 }))).toBe(false)
      expect(await jobs.get('FGHIJ')).toBeUndefined()
    })

    it('succeeds for one of many that come at once', async () => {
      const { jobs } = await open()
      await jobs.add(job('ABCDE'), LATER)

      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, index) => jobs.replace(job('ABCDE', { manifest: `${index}`, version: 2 }))),
      )

      expect(outcomes.filter(Boolean)).toHaveLength(1)
    })
  })

  describe('a list', () => {
    it("has the owner's jobs only, newest first, page after page, each once", async () => {
      const { jobs } = await open()
      const ids = ['AAAAA', 'BBBBB', 'CCCCC', 'DDDDD', 'EEEEE']
      for (const [index, jobId] of ids.entries()) {
        await jobs.add(job(jobId, { createdAt: at(index).toISOString() }), LATER)
      }
      await jobs.add(job('ZZZZZ', { owner: 'AKIDTWO', createdAt: at(2).toISOString() }), LATER)

      const first = await jobs.list('AKIDONE', { limit: 3 })
      const [after] = first.jobs.slice(-1)
      const second = await jobs.list('AKIDONE', { limit: 3, ...(after && { after }) })

      expect(first.jobs.map(({ jobId }) => jobId)).toEqual(['EEEEE', 'DDDDD', 'CCCCC'])
      expect(first.truncated).toBe(true)
      expect(second.jobs.map(({ jobId }) => jobId)).toEqual(['BBBBB', 'AAAAA'])
      expect(second.truncated).toBe(false)
    })

    it('reports that there is no more when the last page is just full', async () => {
      const { jobs } = await open()
      await jobs.add(job('AAAAA'), LATER)

      expect(await jobs.list('AKIDONE', { limit: 1 })).toMatchObject({ truncated: false })
      expect(await jobs.list('AKIDONE', { limit: 0 })).toEqual({ jobs: [], truncated: true })
      expect(await jobs.list('AKIDTWO', { limit: 0 })).toEqual({ jobs: [], truncated: false })
    })

    it('has a job as soon as it was added', async () => {
      const { jobs } = await open()

      for (let index = 0; index < 20; index++) {
        const jobId = `J${index}`
        await jobs.add(job(jobId, { createdAt: at(index).toISOString() }), LATER)
        expect((await jobs.list('AKIDONE', { limit: 1 })).jobs[0]?.jobId).toBe(jobId)
      }
    })

    it('goes through 250 jobs of the same moment', async () => {
      const { jobs } = await open()
      const ids = Array.from({ length: 250 }, (_, index) => `JOB${index}`)
      await Promise.all(ids.map(jobId => jobs.add(job(jobId), LATER)))

      const all = await jobs.list('AKIDONE', { limit: 1000 })
      expect(all.jobs.map(({ jobId }) => jobId).sort()).toEqual(ids.toSorted())
      expect(all.truncated).toBe(false)
    })
  })

  describe('the devices that are here', () => {
    const received = (ms: number) => ({ type: 'received', signature: 'valid', at: at(ms).toISOString() }) as const
    const returned = { type: 'returned', carrier: 'UPS', trackingNumber: '1', at: at(99).toISOString() } as const
    const step = (jobs: DepotJobs, jobId: string, version: number, events: DepotJob['events'], changes = {}) =>
      jobs.replace(job(jobId, { ...changes, version, ...(events && { events }) }))
    /** The whole queue, read in pages of a size. */
    const queue = async (jobs: DepotJobs, limit: number): Promise<string[]> => {
      const ids: string[] = []
      let after: HerePlace | undefined
      do {
        const page = await jobs.here({ limit, ...(after && { after }) })
        ids.push(...page.jobs.map(({ jobId }) => jobId))
        after = page.after
      } while (after)
      return ids
    }

    it.each([1, 2, 10])('come in the order in which they came, each once, in pages of %i', async limit => {
      const { jobs } = await open()
      const ids = ['CCCCC', 'AAAAA', 'BBBBB', 'DDDDD']
      for (const jobId of [...ids, 'ZZZZZ']) await jobs.add(job(jobId, { owner: `of ${jobId}` }), LATER)
      for (const [index, jobId] of ids.entries()) await step(jobs, jobId, 2, [received(Math.min(index, 2))])

      expect(await queue(jobs, limit)).toEqual(['CCCCC', 'AAAAA', 'BBBBB', 'DDDDD'])
    })

    it('are here through every step, also once their job is cancelled, and no longer when they are returned', async () => {
      const { jobs } = await open()
      await jobs.add(job('ABCDE'), LATER)
      expect(await queue(jobs, 10)).toEqual([])
      const events = [received(1), { type: 'loading', at: at(2).toISOString() }] as const
      await step(jobs, 'ABCDE', 2, events.slice(0, 1))
      await step(jobs, 'ABCDE', 3, events)
      const cancelled = { cancelledAt: at(3).toISOString() }
      await step(jobs, 'ABCDE', 4, events, cancelled)
      expect((await jobs.here({ limit: 10 })).jobs).toEqual([
        job('ABCDE', { owner: 'AKIDONE', events, ...cancelled, version: 4 }),
      ])

      await step(jobs, 'ABCDE', 5, [...events, returned], cancelled)
      expect(await queue(jobs, 10)).toEqual([])
    })

    it('are not those whose step came too late', async () => {
      const { jobs } = await open()
      await jobs.add(job('ABCDE'), LATER)
      await jobs.replace(job('ABCDE', { manifest: 'other', version: 2 }))

      expect(await step(jobs, 'ABCDE', 2, [received(1)])).toBe(false)
      expect(await queue(jobs, 10)).toEqual([])
      expect(await step(jobs, 'ABCDE', 3, [received(2)])).toBe(true)
      expect(await queue(jobs, 10)).toEqual(['ABCDE'])
    })
  })

  describe('counting', () => {
    it('stops at the limit, for each owner and day by itself, however many come at once', async () => {
      const { jobs } = await open()

      const counted = await Promise.all(Array.from({ length: 12 }, () => jobs.count('AKIDONE', '2026-11-21', 5)))

      expect(counted.filter(Boolean)).toHaveLength(5)
      expect(await jobs.count('AKIDONE', '2026-11-22', 5)).toBe(true)
      expect(await jobs.count('AKIDTWO', '2026-11-21', 5)).toBe(true)
      expect(await jobs.count('AKIDTWO', '2026-11-23', 0)).toBe(false)
    })
  })

  describe('a signed request', () => {
    it('makes one job, however many copies of it come', async () => {
      const { jobs } = await open()
      const copies = Array.from({ length: 8 }, (_, index) =>
        jobs.add(job(`ABCD${index}`), LATER, { digest: 'one', attempt: `attempt ${index}` }),
      )

      const outcomes = await Promise.all(copies)

      expect(outcomes.filter(outcome => outcome === 'added')).toHaveLength(1)
      expect(outcomes.filter(outcome => outcome === 'repeated')).toHaveLength(7)
      expect((await jobs.list('AKIDONE', { limit: 10 })).jobs).toHaveLength(1)
    })

    it('may draw another ID, and is no other request', async () => {
      const { jobs } = await open()
      await jobs.add(job('ABCDE'), LATER)
      const request = { digest: 'one', attempt: 'attempt 1' }

      expect(await jobs.add(job('ABCDE'), LATER, request)).toBe('id-taken')
      expect(await jobs.add(job('FGHIJ'), LATER, request)).toBe('added')
      expect(await jobs.add(job('KLMNP'), LATER, { digest: 'two', attempt: 'attempt 2' })).toBe('added')
    })
  })

  describe('any order of adding and listing', () => {
    it('agrees with what was added', async () => {
      const step = fc.record({ jobId: fc.constantFrom('A', 'B', 'C', 'D'), owner: fc.constantFrom('X', 'Y') })

      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 8 }), async steps => {
          const { jobs } = await open()
          const added: { jobId: string; owner: string }[] = []
          for (const [index, { jobId, owner }] of steps.entries()) {
            const outcome = await jobs.add(job(jobId, { owner, createdAt: at(index).toISOString() }), LATER)
            expect(outcome).toBe(added.some(other => other.jobId === jobId) ? 'id-taken' : 'added')
            if (outcome === 'added') added.unshift({ jobId, owner })
          }
          for (const owner of ['X', 'Y']) {
            const { jobs: listed } = await jobs.list(owner, { limit: 10 })
            expect(listed.map(({ jobId }) => jobId)).toEqual(
              added.filter(other => other.owner === owner).map(({ jobId }) => jobId),
            )
          }
        }),
        { numRuns: 15 },
      )
    })
  })
}
