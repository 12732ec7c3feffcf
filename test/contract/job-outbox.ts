import { describe, expect, it } from '@jest/globals'
import type { Job, JobNotice } from '../../lib/jobs/job.ts'
import type { JobStore } from '../../lib/jobs/job-store.ts'
import type { JobOutbox } from '../../lib/subscriptions/ports.ts'
import { noticesOf } from '../../lib/subscriptions/watch/job-notices.ts'
import { created } from '../support/records.ts'

const notices = (job: Job): readonly JobNotice[] => noticesOf(undefined, job)
const noticed = (overrides: Partial<Job> = {}) => {
  const job = created(overrides)
  return { ...job, notices: notices(job) }
}

/** What every outbox of jobs does. `open` gives an empty one with its jobs. */
export const itIsAJobOutbox = (open: () => Promise<{ readonly jobs: JobStore; readonly outbox: JobOutbox }>) => {
  const waiting = async (outbox: JobOutbox, limit = 100) => {
    const found: string[] = []
    let after: string | undefined
    do {
      const page = await outbox.waiting({ limit, ...(after !== undefined && { after }) })
      found.push(...page.entries)
      after = page.after
    } while (after !== undefined)
    return found.toSorted()
  }

  describe('a job with notices', () => {
    it('is found until they are taken from it, and reads back as it was', async () => {
      const { jobs, outbox } = await open()
      await jobs.save(noticed())
      expect(await jobs.job('AB123')).toEqual(noticed())
      expect(await waiting(outbox)).toEqual(['AB123'])

      expect(await outbox.clear(noticed())).toBe(true)

      expect(await waiting(outbox)).toEqual([])
      expect(await jobs.job('AB123')).toEqual(created())
    })

    it('is found whatever the length of its manifest', async () => {
      const { jobs, outbox } = await open()
      const long = noticed({ manifest: `manifestVersion:2.0\n#${'x'.repeat(5000)}` })
      await jobs.save(long)

      expect(await jobs.job('AB123')).toEqual(long)
      expect(await outbox.clear(long)).toBe(true)
      expect(await waiting(outbox)).toEqual([])
    })

    it('keeps them where it has changed since it was read', async () => {
      const { jobs, outbox } = await open()
      await jobs.save(noticed())
      const changed = { ...noticed(), state: 'cancelled' as const, version: 2 }
      await jobs.replace(changed)

      expect(await outbox.clear(noticed())).toBe(false)
      expect(await jobs.job('AB123')).toEqual(changed)
      expect(await waiting(outbox)).toEqual(['AB123'])
    })

    it('can be changed by one who read it before they were taken', async () => {
      const { jobs, outbox } = await open()
      await jobs.save(noticed())
      await outbox.clear(noticed())

      expect(await jobs.replace({ ...noticed(), version: 2 })).toBe(true)
      expect(await waiting(outbox)).toEqual(['AB123'])
    })

    it('is not in the way of the records that are open', async () => {
      const { jobs } = await open()
      await jobs.save(noticed())

      expect(await jobs.job('AB123')).not.toHaveProperty('open')
    })
  })

  it('finds no job without notices', async () => {
    const { jobs, outbox } = await open()
    await jobs.save(created())
    await jobs.save({ ...created({ jobId: 'CD123' }), notices: [] })

    expect(await waiting(outbox)).toEqual([])
  })

  it.each([1, 4, 100])('finds every job with notices in pages of %d', async limit => {
    const { jobs, outbox } = await open()
    const ids = Array.from({ length: 9 }, (_, index) => `JOB${index}`)
    for (const jobId of ids) await jobs.save(noticed({ jobId, id: `wb-${jobId}` }))

    expect(await waiting(outbox, limit)).toEqual(ids)
  })
}
