import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { CannotStart } from '../../lib/local/cannot-start.ts'
import { takeFolder } from '../../lib/local/own-folder.ts'

let outside: string
let path: string
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'waybill-folder-'))
  path = join(outside, 'data')
})
afterEach(() => rmSync(outside, { recursive: true }))

const modeOf = (...names: readonly string[]) => statSync(join(path, ...names)).mode & 0o777

describe("a folder of Waybill's own", () => {
  it('is made for its owner alone', async () => {
    await takeFolder(path)

    expect(modeOf()).toBe(0o700)
  })

  it('is closed to others, with all that is in it, where it was there before', async () => {
    mkdirSync(join(path, 'archive', 'local'), { recursive: true })
    for (const names of [['keys.json'], ['archive', 'local', 'SIGNATURE']]) {
      writeFileSync(join(path, ...names), 'x')
      chmodSync(join(path, ...names), 0o666)
    }
    chmodSync(join(path, 'archive', 'local'), 0o777)
    chmodSync(path, 0o755)

    await takeFolder(path)

    expect([modeOf(), modeOf('archive', 'local')]).toEqual([0o700, 0o700])
    expect([modeOf('keys.json'), modeOf('archive', 'local', 'SIGNATURE')]).toEqual([0o600, 0o600])
  })

  it('has closed files also where it was closed itself', async () => {
    mkdirSync(path, { mode: 0o700 })
    writeFileSync(join(path, 'keys.json'), 'x')
    chmodSync(join(path, 'keys.json'), 0o644)

    await takeFolder(path)

    expect(modeOf('keys.json')).toBe(0o600)
  })

  it('leaves alone what a link in it leads to, and what its owner may do', async () => {
    mkdirSync(path)
    chmodSync(path, 0o755)
    writeFileSync(join(outside, 'elsewhere'), 'x')
    chmodSync(join(outside, 'elsewhere'), 0o644)
    symlinkSync(join(outside, 'elsewhere'), join(path, 'link'))
    writeFileSync(join(path, 'script'), 'x')
    chmodSync(join(path, 'script'), 0o755)

    await takeFolder(path)

    expect(statSync(join(outside, 'elsewhere')).mode & 0o777).toBe(0o644)
    expect(modeOf('script')).toBe(0o700)
  })

  it('is not one that all users of the machine share', async () => {
    mkdirSync(path)
    chmodSync(path, 0o1777)

    await expect(takeFolder(path)).rejects.toThrow(CannotStart)
    expect(statSync(path).mode & 0o7777).toBe(0o1777)
  })
})
