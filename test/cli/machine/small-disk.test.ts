import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { EXIT_CODES } from '../../../lib/cli/command-error.ts'
import { commandIo, waybill as runWaybill } from '../../support/command-io.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/full-disk.ts'
import { AMPLE_SETTINGS } from '../../support/patience.ts'

let folder: string
let disk: SmallDisk | undefined
let whole: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-small-'))
  disk = mountSmallDisk(join(folder, 'disk'), 4)
  whole = join(folder, 'whole')
  expect(await start(whole)).toMatchObject({ code: EXIT_CODES.done })
  expect(await waybill(whole, 'backup', join(folder, 'backup'))).toMatchObject({ code: EXIT_CODES.done })
})
afterEach(() => {
  disk?.remount('rw')
  disk?.empty()
  if (disk) rmSync(join(disk.path, 'data'), { recursive: true, force: true })
})
afterAll(() => {
  disk?.unmount()
  rmSync(folder, { recursive: true })
})

const settings = (data: string) => ({
  WAYBILL_PORT: '0',
  WAYBILL_DEPOT_PORT: '0',
  WAYBILL_DATA_DIR: data,
  ...AMPLE_SETTINGS,
})
const io = (data: string) =>
  commandIo({ env: settings(data), cwd: folder, input: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYANOTHERKEY' })

const outcome = (code: number, { complained }: ReturnType<typeof commandIo>) => ({
  code,
  // What the server logs is no complaint.
  complained: complained().replaceAll(/^\{"time".*\n/gm, ''),
})

const waybill = async (data: string, ...args: readonly string[]) => {
  const world = io(data)
  return outcome(await runWaybill(args, world), world)
}

/** Starts, and stops once that is reported. */
const start = async (data: string) => {
  const world = io(data)
  const stop = new AbortController()
  const stdout = { ...world.stdout, write: () => stop.abort() }
  return outcome(await runWaybill(['start'], { ...world, stdout, stopped: stop.signal }), world)
}

/** Every file with what is in it, but the lock and what a stopped store may leave behind: it is empty, or remade. */
const contents = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter(entry => entry.isFile() && !/\.lock$|-shm$|-wal$/.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name))
      .map(file => [file.slice(path.length), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  )

const spoil = (data: string) => {
  const path = join(data, 'waybill.db')
  const database = new DatabaseSync(path)
  const page = Number(database.prepare("SELECT rootpage AS n FROM sqlite_schema WHERE name = 'jobsByTeam'").get()?.n)
  database.close()
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0xa5, (page - 1) * 4096, page * 4096))
}

interface Case {
  /** What there is before. */
  readonly given: (data: string) => void
  readonly act: (data: string) => ReturnType<typeof waybill>
}

const COPY = (data: string) => cpSync(whole, data, { recursive: true })

const CASES: Readonly<Record<string, Case>> = {
  'the first start': { given: () => undefined, act: start },
  'waybill backup': { given: () => undefined, act: data => waybill(whole, 'backup', data) },
  'waybill restore': { given: () => undefined, act: data => waybill(data, 'restore', 'backup') },
  'waybill restore over what is there': { given: COPY, act: data => waybill(data, 'restore', 'backup') },
  'waybill verify': { given: COPY, act: data => waybill(data, 'verify') },
  'waybill verify --accept': {
    given: data => {
      COPY(data)
      spoil(data)
    },
    act: data => waybill(data, 'verify', '--accept'),
  },
  'waybill recover': { given: COPY, act: data => waybill(data, 'recover') },
  'waybill keys put': { given: COPY, act: data => waybill(data, 'keys', 'put', 'AKIAI44QH8DHBEXAMPLE') },
}

const ONE_LINE = /^waybill [a-z ]+: [^\n]+\n$/
const FREE_KB = [0, 8, 150, 330, 520]

describe.each(Object.entries(CASES))('%s', (_, { given, act }) => {
  it('reports a full disk in a line, spoils nothing, and is done once there is room', async () => {
    if (!disk) {
      process.stderr.write('SKIPPED: this user may not mount a file system, so no disk was filled up.\n')
      return
    }
    const data = join(disk.path, 'data')
    for (const free of FREE_KB) {
      given(data)
      const before = existsSync(data) && contents(data)
      disk.fill(free * 1024)
      const { code, complained } = await act(data)
      disk.empty()

      if (code !== EXIT_CODES.done) {
        expect({ free, code, complained }).toEqual({ free, code: 1, complained: expect.stringMatching(ONE_LINE) })
        expect(complained).toMatch(/full|no space/i)
        if (before) expect({ free, ...contents(data) }).toMatchObject(before)
        expect({ free, ...(await act(data)) }).toMatchObject({ free, code: EXIT_CODES.done })
      }
      expect({ free, ...(await waybill(data, 'verify')) }).toMatchObject({ free, code: EXIT_CODES.done })
      rmSync(data, { recursive: true })
    }
  })

  it('reports a folder that cannot be written in a line', async () => {
    if (!disk) return
    const data = join(disk.path, 'data')
    given(data)
    const before = existsSync(data) && contents(data)
    disk.remount('ro')
    const { code, complained } = await act(data)
    disk.remount('rw')

    if (code !== EXIT_CODES.done)
      expect({ code, complained }).toEqual({ code: 1, complained: expect.stringMatching(ONE_LINE) })
    expect(complained).not.toContain('damaged')
    if (before) expect(contents(data)).toEqual(before)
  })
})
