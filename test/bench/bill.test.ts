import { describe, expect, it } from '@jest/globals'
import { BELT_AND_BRACES, dollarsPerMillion, LEAN, total, type Usage } from '../../bench/bill.ts'
import { measureUsage } from '../../bench/usage.ts'

/** Sums that were worked out by hand from the list prices. */
const SUBMISSION: Usage = {
  memoryMb: 256,
  durationMs: 250,
  writeUnits: 8,
  readUnits: 0,
  bucketPuts: 1,
  logBytes: 1_440 - LEAN.accessLogBytes,
  answerBytes: 0,
  calledBy: 'gateway',
  keyRequests: 0,
  secretReads: 0,
}

describe('a bill', () => {
  it('is, for a million submissions, the sum of what each of its parts is sold for', () => {
    const parts = dollarsPerMillion(SUBMISSION, LEAN).map(({ paidFor, dollars }) => [paidFor, dollars.toFixed(2)])

    expect(Object.fromEntries(parts)).toEqual({
      carrying: '3.50',
      function: '1.04',
      table: '5.00',
      bucket: '5.00',
      logs: '0.72',
      traces: '0.00',
      secrets: '0.00',
      others: '0.00',
    })
    expect(total(dollarsPerMillion(SUBMISSION, LEAN))).toBeCloseTo(15.26, 2)
  })

  it('has traces, firewall and keys where a stage has them', () => {
    const more = total(dollarsPerMillion(SUBMISSION, BELT_AND_BRACES)) - total(dollarsPerMillion(SUBMISSION, LEAN))

    const logged = BELT_AND_BRACES.accessLogBytes - LEAN.accessLogBytes + 700
    expect(more).toBeCloseTo(5 + 0.6 + 3 + logged * 0.5e-3, 2)
  })

  it('has five dollars for a team that asks so seldom that its key is read for each submission', () => {
    const seldom = total(dollarsPerMillion({ ...SUBMISSION, secretReads: 1 }, LEAN))

    expect(seldom - total(dollarsPerMillion(SUBMISSION, LEAN))).toBeCloseTo(5, 2)
  })

  it('has schedule and queue instead of a gateway if no caller waits', () => {
    const [carrying] = dollarsPerMillion({ ...SUBMISSION, calledBy: 'queue' }, BELT_AND_BRACES)

    expect(carrying?.dollars).toBeCloseTo(1 + 3 * 0.4, 2)
  })
})

describe('what is measured for the bill', () => {
  it('is what the handlers write, read and log', async () => {
    const { submission, 'look-up': lookUp, page, check } = await measureUsage()

    // It looks for other jobs of the device, and finds none. Three writes of four units, four index entries of the job, the entry of what is open, which comes and goes, and a fifth
    // of a count of the team's requests.
    expect(submission.secretReads).toBeCloseTo(1 / 150, 5)
    expect(submission).toMatchObject({ writeUnits: 10.2, readUnits: 0.5, bucketPuts: 1, memoryMb: 256 })
    expect(lookUp).toMatchObject({ writeUnits: 0, readUnits: 2, bucketPuts: 0, memoryMb: 256 })
    // That a list was read is an event: one write, and its places in two indexes.
    expect(page.writeUnits).toBe(3)
    expect(page.readUnits).toBeGreaterThan(50)
    expect(page.answerBytes).toBeGreaterThan(50 * 500)
    expect(check).toMatchObject({ bucketPuts: 0, calledBy: 'queue', keyRequests: 1 })
    expect(check.writeUnits).toBeGreaterThan(1)
    for (const { logBytes } of [submission, lookUp, page]) expect(logBytes).toBeGreaterThan(150)
  })
})
