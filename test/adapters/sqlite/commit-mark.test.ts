import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openMark, readMark, writeMark } from '../../../lib/adapters/sqlite/commit-mark.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-mark-'))
  path = join(folder, 'waybill.commits')
  writeMark(path, { storeId: 'store', commits: 5 })
})
afterEach(() => rmSync(folder, { recursive: true }))

const HALF = 128

/** What a power cut in the middle of a write leaves of a slot. */
const tear = (slot: number) => {
  const bytes = readFileSync(path)
  bytes.fill(0, slot * HALF, slot * HALF + HALF / 2)
  writeFileSync(path, bytes)
}
const set = (...counts: readonly number[]) => {
  const mark = openMark(path, 'store')
  for (const commits of counts) mark.set(commits)
  mark.close()
}

describe('the mark of commits', () => {
  it('has the latest number, however many commits one flush had', () => {
    set(6, 8, 10, 20)

    expect(readMark(path)).toEqual({ storeId: 'store', commits: 20 })
  })

  it.each([0, 1])('has the number before the latest where slot %i is torn', slot => {
    set(6, 8, 10)
    const before = readFileSync(path)
    tear(slot)
    const left = readMark(path)
    writeFileSync(path, before)
    tear(1 - slot)

    expect([left, readMark(path)]).toEqual(
      expect.arrayContaining([8, 10].map(commits => ({ storeId: 'store', commits }))),
    )
  })

  it.each([0, 1])('never writes over the slot that is whole where slot %i is torn', slot => {
    set(6, 8)
    tear(slot)
    const whole = readFileSync(path).subarray((1 - slot) * HALF, (2 - slot) * HALF)
    set(10)

    expect(readFileSync(path).subarray((1 - slot) * HALF, (2 - slot) * HALF)).toEqual(whole)
    expect(readMark(path)).toEqual({ storeId: 'store', commits: 10 })
  })

  it('writes over the older of two slots after a start', () => {
    set(6)
    set(8)
    tear(0)
    const one = readMark(path)
    writeMark(path, { storeId: 'store', commits: 5 })
    set(6)
    set(8)
    tear(1)

    expect([one, readMark(path)]).toEqual(
      expect.arrayContaining([6, 8].map(commits => ({ storeId: 'store', commits }))),
    )
  })
})
