import { describe, expect, it } from '@jest/globals'
import type { JobStore } from '../../lib/jobs/job-store.ts'
import type { ManifestVersion } from '../../lib/jobs/manifest-version.ts'
import { created, submitting } from '../support/records.ts'

const AT = '2026-11-21T10:00:05.000Z'

/** What every job store does. `open` gives an empty one. */
export const itIsAJobStore = (open: () => Promise<JobStore>) => {
  describe('a claim', () => {
    it('puts the record where there is none, and it reads back as it was', async () => {
      const store = await open()

      expect(await store.claim(submitting())).toBe(true)
      expect(await store.record('wb0123')).toEqual(submitting())
    })

    it('is refused while another stands there, which stays as it is', async () => {
      const store = await open()
      await store.claim(submitting())

      expect(await store.claim(submitting({ lease: { owner: 'second', until: AT } }))).toBe(false)
      expect((await store.record('wb0123'))?.lease.owner).toBe('first')
    })

    it('counts as made when it comes again, as after an answer that was lost', async () => {
      const store = await open()

      expect(await store.claim(submitting())).toBe(true)
      expect(await store.claim(submitting())).toBe(true)
    })

    it('succeeds for exactly one of many that come at once', async () => {
      const store = await open()
      const owners = Array.from({ length: 16 }, (_, index) => `owner-${index}`)

      const outcomes = await Promise.all(owners.map(owner => store.claim(submitting({ lease: { owner, until: AT } }))))

      expect(outcomes.filter(Boolean)).toHaveLength(1)
      expect((await store.record('wb0123'))?.lease.owner).toBe(owners[outcomes.indexOf(true)])
    })

    it('takes the place of a refused record', async () => {
      const store = await open()
      await store.claim(submitting())
      await store.refuse(submitting(), { code: 'NoSuchBucketException', detail: 'gone' }, AT)

      expect(await store.claim(submitting({ fingerprint: 'f2' }))).toBe(true)
      expect(await store.record('wb0123')).toEqual(submitting({ fingerprint: 'f2' }))
    })
  })

  describe('a change', () => {
    it('moves the lease for its owner only', async () => {
      const store = await open()
      await store.claim(submitting())
      const lease = { owner: 'second', until: '2026-11-21T10:01:00.000Z' }

      expect(await store.change('wb0123', 'stranger', { lease }, AT)).toBe(false)
      expect(await store.change('wb0123', 'first', { lease }, AT)).toBe(true)
      expect(await store.change('wb0123', 'first', { lease: { ...lease, owner: 'third' } }, AT)).toBe(false)
      expect(await store.record('wb0123')).toEqual(submitting({ lease, updatedAt: AT }))
    })

    it('counts as done when it comes again, as after an answer that was lost', async () => {
      const store = await open()
      await store.claim(submitting())
      const lease = { owner: 'second', until: '2026-11-21T10:01:00.000Z' }

      expect(await store.change('wb0123', 'first', { lease }, AT)).toBe(true)
      expect(await store.change('wb0123', 'first', { lease }, AT)).toBe(true)
    })

    it('is given to exactly one of many that take the lease over at once', async () => {
      const store = await open()
      await store.claim(submitting())

      const outcomes = await Promise.all(
        Array.from({ length: 16 }, (_, index) =>
          store.change('wb0123', 'first', { lease: { owner: `taker-${index}`, until: AT } }, AT),
        ),
      )

      expect(outcomes.filter(Boolean)).toHaveLength(1)
    })

    it('records that no request is on its way', async () => {
      const store = await open()
      await store.claim(submitting())

      await store.change('wb0123', 'first', { acceptableUntil: null }, AT)

      expect(await store.record('wb0123')).not.toHaveProperty('acceptableUntil')
    })

    it('records an error, which ends the submission', async () => {
      const store = await open()
      await store.claim(submitting())
      const error = { code: 'NoSuchBucketException', detail: 'No such bucket' }

      expect(await store.refuse(submitting({ lease: { owner: 'stranger', until: AT } }), error, AT)).toBe(false)
      expect(await store.refuse(submitting(), error, AT)).toBe(true)

      const { open: _open, acceptableUntil: _until, ...rest } = submitting({ state: 'refused', error, updatedAt: AT })
      expect(await store.record('wb0123')).toEqual(rest)
      expect(await store.refuse(submitting(), error, AT)).toBe(false)
    })

    it('of a record that is not there is refused and makes none', async () => {
      const store = await open()

      expect(await store.change('wb0123', 'first', { acceptableUntil: null }, AT)).toBe(false)
      expect(await store.record('wb0123')).toBeUndefined()
    })
  })

  describe('a completion', () => {
    const archived = { jobId: 'AB123', archivedAt: AT, open: false }

    it('ties the record to its job and closes it', async () => {
      const store = await open()
      await store.claim(submitting())

      expect(await store.complete('wb0123', 'first', archived, AT)).toBe(true)

      const { open: _open, acceptableUntil: _until, ...rest } = submitting({ state: 'created', updatedAt: AT })
      expect(await store.record('wb0123')).toEqual({ ...rest, jobId: 'AB123', archivedAt: AT })
    })

    it('leaves the record open while its SIGNATURE is not archived', async () => {
      const store = await open()
      await store.claim(submitting())

      await store.complete('wb0123', 'first', { jobId: 'AB123', open: true }, AT)

      expect(await store.record('wb0123')).toMatchObject({ state: 'created', open: 'yes' })
    })

    it('stores what history has not got yet, until a later one comes without it', async () => {
      const store = await open()
      await store.claim(submitting())
      const event = { id: 'AB123-1-adopt', at: AT, principal: 'reconcile', action: 'adopt', outcome: 'done' } as const
      const unrecorded = [{ ...event, after: { state: 'created', list: [1, { deep: true }] } }]

      await store.complete('wb0123', 'first', { jobId: 'AB123', open: true, unrecorded }, AT)
      expect(await store.record('wb0123')).toMatchObject({ open: 'yes', unrecorded })
      await store.complete('wb0123', 'first', { jobId: 'AB123', open: false }, AT)

      expect(await store.record('wb0123')).not.toHaveProperty('unrecorded')
    })

    it('of an owner whose lease was taken over still counts while no job ID is set', async () => {
      const store = await open()
      await store.claim(submitting())
      await store.change('wb0123', 'first', { lease: { owner: 'second', until: AT } }, AT)

      expect(await store.complete('wb0123', 'first', archived, AT)).toBe(true)
    })

    it('is refused to anybody but the owner once a job ID is set', async () => {
      const store = await open()
      await store.claim(submitting())
      await store.complete('wb0123', 'first', archived, AT)

      expect(await store.complete('wb0123', 'second', { ...archived, jobId: 'ZZ999' }, AT)).toBe(false)
      expect((await store.record('wb0123'))?.jobId).toBe('AB123')
    })

    it('of a record that is not there is refused and makes none', async () => {
      const store = await open()

      expect(await store.complete('wb0123', 'first', archived, AT)).toBe(false)
      expect(await store.record('wb0123')).toBeUndefined()
    })
  })

  describe("the latest submission of a manifest, named on the manifest's first record", () => {
    const latest = (generation: number, jobId = 'AB123') => ({
      generation,
      follows: { jobId, end: 'returned' as const },
    })
    const openCreated = async () => {
      const store = await open()
      await store.claim(submitting())
      await store.complete('wb0123', 'first', { jobId: 'AB123', open: true }, AT)
      return store
    }

    it('reads back with the record, which stays as it was', async () => {
      const store = await openCreated()
      const before = await store.record('wb0123')

      expect(await store.advance('wb0123', latest(2))).toBe(true)

      expect(await store.record('wb0123')).toEqual({ ...before, latest: latest(2) })
    })

    it('moves on by one at a time', async () => {
      const store = await openCreated()

      expect(await store.advance('wb0123', latest(3))).toBe(false)
      expect(await store.record('wb0123')).not.toHaveProperty('latest')
      for (const generation of [2, 3, 4]) expect(await store.advance('wb0123', latest(generation))).toBe(true)
      for (const generation of [2, 3, 4, 6]) {
        expect(await store.advance('wb0123', latest(generation, 'ZZ999'))).toBe(false)
      }
      expect((await store.record('wb0123'))?.latest).toEqual(latest(4))
    })

    it.each([1, 2])('is named by exactly one of many that come at once (after %i)', async before => {
      const store = await openCreated()
      if (before === 2) await store.advance('wb0123', latest(2))

      const outcomes = await Promise.all(
        Array.from({ length: 16 }, (_, index) => store.advance('wb0123', latest(before + 1, `J${index}`))),
      )

      expect(outcomes.filter(Boolean)).toHaveLength(1)
      expect((await store.record('wb0123'))?.latest?.follows.jobId).toBe(`J${outcomes.indexOf(true)}`)
    })

    it('outlasts a claim and a completion that come late', async () => {
      const store = await openCreated()
      await store.advance('wb0123', latest(2))

      expect(await store.claim(submitting({ lease: { owner: 'second', until: AT } }))).toBe(false)
      await store.complete('wb0123', 'first', { jobId: 'AB123', archivedAt: AT, open: false }, AT)

      expect((await store.record('wb0123'))?.latest).toEqual(latest(2))
    })

    it('is named on no record that has no job yet, was refused, or is not there', async () => {
      const store = await open()

      expect(await store.advance('wb0123', latest(2))).toBe(false)
      expect(await store.record('wb0123')).toBeUndefined()
      await store.claim(submitting())
      expect(await store.advance('wb0123', latest(2))).toBe(false)
      await store.refuse(submitting(), { code: 'NoSuchBucketException', detail: 'gone' }, AT)
      expect(await store.advance('wb0123', latest(2))).toBe(false)
    })
  })

  describe('a record that follows another', () => {
    it('reads back so', async () => {
      const store = await open()
      const record = submitting({ follows: { jobId: 'ZZ999', end: 'cancelled' } })

      await store.claim(record)

      expect(await store.record('wb0123')).toEqual(record)
    })
  })

  describe('a job', () => {
    it('reads back as it was kept, blank and hostile text included', async () => {
      const store = await open()
      const job = created({ deviceId: ' ü \u0000 "<&>" ', shippingAddress: '', warnings: [{ code: 'A', detail: 'b' }] })

      await store.save(job)

      expect(await store.job('AB123')).toEqual(job)
    })

    it('stays as it is when the same record keeps it again', async () => {
      const store = await open()
      await store.save(created())

      await store.save(created({ createdAt: AT }))

      expect(await store.job('AB123')).toEqual(created())
    })

    it('is never overwritten by another record', async () => {
      const store = await open()
      await store.save(created())

      await expect(store.save(created({ id: 'wb9999' }))).rejects.toThrow('stored for record wb0123')
      expect(await store.job('AB123')).toEqual(created())
    })

    it('is replaced only by a caller that knows its last version', async () => {
      const store = await open()
      await store.save(created())

      expect(await store.replace(created({ state: 'cancelled', version: 3 }))).toBe(false)
      expect(await store.replace(created({ state: 'cancelled', version: 2 }))).toBe(true)
      expect(await store.replace(created({ state: 'expired', version: 2 }))).toBe(false)
      expect(await store.job('AB123')).toEqual(created({ state: 'cancelled', version: 2 }))
    })

    it('is replaced by exactly one of many that come at once', async () => {
      const store = await open()
      await store.save(created())

      const outcomes = await Promise.all(
        Array.from({ length: 16 }, (_, index) => store.replace(created({ deviceId: `D${index}`, version: 2 }))),
      )

      expect(outcomes.filter(Boolean)).toHaveLength(1)
      expect((await store.job('AB123'))?.deviceId).toBe(`D${outcomes.indexOf(true)}`)
    })

    it('counts as replaced when the very same change comes again, as after an answer that was lost', async () => {
      const store = await open()
      await store.save(created())
      const changed = created({
        status: { checkedAt: AT, errorCount: 0 },
        warnings: [{ code: 'A', detail: 'b' }],
        version: 2,
      })

      expect(await store.replace(changed)).toBe(true)
      expect(await store.replace(changed)).toBe(true)
    })

    it('that is not there is not replaced', async () => {
      const store = await open()

      expect(await store.replace(created({ version: 2 }))).toBe(false)
      expect(await store.job('AB123')).toBeUndefined()
    })

    it('that was never kept is not there', async () => {
      expect(await (await open()).job('AB123')).toBeUndefined()
    })
  })

  describe('a manifest that a job has had', () => {
    const version = (number: number): ManifestVersion => ({
      number,
      at: AT,
      by: 'ann',
      kind: 's3-import',
      jobType: 'Import',
      deviceId: 'WX-1',
      buckets: ['archive'],
      sha256: 'abc',
      manifest: `manifestVersion:2.0\n# ${'x'.repeat(60_000)}\n`,
    })

    it('reads back by its number, as long as a manifest may be', async () => {
      const store = await open()
      await store.saveManifest('AB123', version(1))
      await store.saveManifest('AB123', { ...version(2), manifest: 'manifestVersion:2.0\n' })

      expect(await store.manifest('AB123', 1)).toEqual(version(1))
      expect((await store.manifest('AB123', 2))?.manifest).toBe('manifestVersion:2.0\n')
    })

    it('is the same when it is stored again, as after an answer that was lost', async () => {
      const store = await open()
      await store.saveManifest('AB123', version(1))
      await store.saveManifest('AB123', version(1))

      expect(await store.manifest('AB123', 1)).toEqual(version(1))
    })

    it('has an author only where one is known', async () => {
      const store = await open()
      const { by: _, ...changedElsewhere } = version(1)
      await store.saveManifest('AB123', changedElsewhere)

      expect(await store.manifest('AB123', 1)).toEqual(changedElsewhere)
    })

    it('loses its text with the purge of its job, and nothing else', async () => {
      const store = await open()
      const long = created({ manifest: `street1:123 Any Street\n${'x'.repeat(60_000)}` })
      await store.save(long)
      await store.saveManifest('AB123', version(1))
      const other = { ...version(1), manifest: 'of another job' }
      await store.saveManifest('CD456', other)
      const purged = { ...long, manifest: '', purgedAt: AT, version: 2 }

      expect(await store.purge(purged)).toBe(true)
      // As after an answer that was lost.
      expect(await store.purge(purged)).toBe(true)
      expect(await store.purge({ ...purged, version: 4 })).toBe(false)

      expect(await store.job('AB123')).toEqual(purged)
      expect(await store.manifest('AB123', 1)).toEqual({ ...version(1), manifest: '' })
      expect(await store.manifest('CD456', 1)).toEqual(other)
    })

    it('of another number or another job is not there', async () => {
      const store = await open()
      await store.saveManifest('AB123', version(1))

      expect(await store.manifest('AB123', 2)).toBeUndefined()
      expect(await store.manifest('CD456', 1)).toBeUndefined()
    })
  })
}
