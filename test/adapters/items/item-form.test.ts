import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import { checkForm, runForm } from '../../../lib/adapters/items/check-items.ts'
import { depotJobForm } from '../../../lib/adapters/items/depot-items.ts'
import { type ItemForm, itemForm } from '../../../lib/adapters/items/item-form.ts'
import { jobForm } from '../../../lib/adapters/items/job-items.ts'
import { olderEventForm, recordForm } from '../../../lib/adapters/items/submission-items.ts'
import { DamagedStore } from '../../../lib/system.ts'
import { checkRun, scheduledCheck } from '../../support/checks.ts'
import { created, submitting } from '../../support/records.ts'

const EVENT = { id: 'e1', at: '2026-11-21T10:00:00.000Z', principal: 'ann', action: 'replay', outcome: 'done' } as const
const DEPOT_JOB = {
  jobId: 'AB123',
  owner: 'AKIAIOSFODNN7EXAMPLE',
  jobType: 'Import',
  manifest: 'manifestVersion:2.0\n',
  events: [{ at: '2026-11-21T10:00:00.000Z', type: 'received', signature: 'valid' }],
  createdAt: '2026-11-21T10:00:00.000Z',
  version: 1,
} as const

const KINDS: readonly [string, ItemForm<object>, object][] = [
  ['a submission', recordForm, submitting()],
  ['a job', jobForm, created({ status: { checkedAt: '2026-11-21T10:00:00.000Z', errorCount: 0 } })],
  ['an event of before', olderEventForm, EVENT],
  ['a check', checkForm, scheduledCheck()],
  ['a run of a check', runForm, checkRun()],
  ['a job of the depot', depotJobForm, DEPOT_JOB],
]

describe.each(KINDS)('%s in a store', (_kind, form, item) => {
  it('reports its form, and reads back as it was', () => {
    const stored = form.write(item)

    expect(stored).toHaveProperty('v')
    expect(form.read(stored, 'it')).toEqual(item)
  })

  it('reads back the same where its checksum proves it, and is looked through where it has another form', () => {
    expect(form.readProved(JSON.stringify(form.write(item)), 'it')).toEqual(item)
    const { v, ...others } = form.write(item)
    expect(form.readProved(JSON.stringify({ ...others, v }), 'it')).toEqual(item)
    for (const other of [{ ...others, v: 99 }, { v: 99, ...others }, null, 'text', 7, [], {}, { v }]) {
      expect(() => form.readProved(JSON.stringify(other), 'it')).toThrow(DamagedStore)
    }
  })

  it('without a form is of the first', () => {
    const { v: _v, ...first } = form.write(item)

    expect(form.read(first, 'it')).toEqual(item)
  })

  it('keeps what a newer Waybill has added to it', () => {
    expect(form.read({ ...form.write(item), addedLater: 1 }, 'it')).toEqual({ ...item, addedLater: 1 })
  })

  it.each([
    ['a form that is not known yet', { v: 99 }],
    ['a form that is none', { v: '1' }],
    ['form 0', { v: 0 }],
  ])('is named as damaged if it has %s', (_what, change) => {
    expect(() => form.read({ ...form.write(item), ...change }, 'job AB123')).toThrow(DamagedStore)
    expect(() => form.read({ ...form.write(item), ...change }, 'job AB123')).toThrow('job AB123')
  })

  it('is named as damaged without any of its members, or with another kind of value in it', () => {
    for (const [name, value] of Object.entries(item)) {
      const broken = { ...form.write(item), [name]: typeof value === 'object' ? 'text' : { nested: value } }
      expect([name, () => form.read(broken, 'it')]).toEqual([name, expect.any(Function)])
      expect(() => form.read(broken, 'it')).toThrow(DamagedStore)
    }
    for (const nothing of [undefined, null, 'text', 7, [], {}]) {
      expect(() => form.read(nothing, 'it')).toThrow(DamagedStore)
    }
  })

  it('shows nothing of its contents where it is damaged', () => {
    try {
      form.read({ ...form.write(item), version: 'correct horse', revision: 'correct horse' }, 'it')
    } catch (error) {
      expect(String(error)).not.toContain('correct horse')
    }
  })
})

describe('an item of an older form', () => {
  it('is read with the names of today', () => {
    const { error: _error, ...record } = submitting({ state: 'refused' })
    const refusal = { code: 'NoSuchBucketException', message: 'gone' }
    expect(recordForm.read({ ...record, refusal }, 'it')).toEqual({
      ...record,
      error: { code: 'NoSuchBucketException', detail: 'gone' },
    })

    const { checks, notices, ...run } = checkRun()
    expect(runForm.read({ ...run, steps: checks, told: notices }, 'it')).toEqual(checkRun())

    const { progress, ...check } = scheduledCheck()
    const { lastNotice, ...others } = progress
    expect(checkForm.read({ ...check, progress: { ...others, told: lastNotice } }, 'it')).toEqual(scheduledCheck())
  })

  it('goes through each form in turn, and one of today through none', () => {
    const form = itemForm(
      () => z.object({ names: z.array(z.string()) }),
      [({ name }) => ({ fullName: name }), ({ fullName }) => ({ names: [fullName] })],
    )

    expect(form.write({ names: ['a'] })).toEqual({ v: 3, names: ['a'] })
    expect(form.read({ name: 'a' }, 'it')).toEqual({ names: ['a'] })
    expect(form.read({ v: 2, fullName: 'a' }, 'it')).toEqual({ names: ['a'] })
    expect(form.read({ v: 3, names: ['a'] }, 'it')).toEqual({ names: ['a'] })
    expect(form.readProved('{"v":2,"fullName":"a"}', 'it')).toEqual({ names: ['a'] })
  })
})
