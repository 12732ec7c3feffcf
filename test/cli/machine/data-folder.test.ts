import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Running, run } from '../../../lib/local/run.ts'
import { localConfig } from '../../../lib/settings/config.ts'
import { commandIo, waybill as runWaybill } from '../../support/command-io.ts'
import { importManifest } from '../../support/manifests.ts'
import { AMPLE_SETTINGS } from '../../support/patience.ts'

let folder: string
let data: string
let running: Running | undefined
const settings = () => ({ WAYBILL_PORT: '0', WAYBILL_DEPOT_PORT: '0', WAYBILL_DATA_DIR: data, ...AMPLE_SETTINGS })
const start = async () => {
  running = await run(localConfig(settings()), { info: () => undefined, error: () => undefined })
  return running
}
const stop = async () => {
  await running?.stop()
  running = undefined
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-folder-'))
  data = join(folder, 'data')
})
afterEach(async () => {
  await stop()
  rmSync(folder, { recursive: true })
})

const submit = async (disk: string): Promise<string> => {
  const headers = { 'Content-Type': 'text/plain' }
  const answer = await fetch(`${running?.url}/v1/jobs`, {
    method: 'POST',
    headers,
    body: importManifest(`prefix:${disk}/`),
  })
  // Our own API's answer to a submission.
  return ((await answer.json()) as { jobId: string }).jobId
}
const jobIds = async (): Promise<string[]> => {
  const { jobs } = (await (await fetch(`${running?.url}/v1/jobs?pageSize=1000`)).json()) as {
    jobs: { jobId: string }[]
  }
  return jobs.map(({ jobId }) => jobId)
}
const waybill = async (...args: string[]) => {
  const io = commandIo({ env: settings(), cwd: folder })
  const code = await runWaybill(args, io)
  return { code, printed: io.printed(), complained: io.complained() }
}

describe('waybill backup and restore', () => {
  it('brings back what there was at the moment of the backup, made while Waybill served', async () => {
    await start()
    const before = [await submit('one'), await submit('two')]
    const writing = Promise.all(Array.from({ length: 20 }, (_, index) => submit(`during-${index}`)))
    const { code, printed } = await waybill('backup', 'copy')
    const all = [...before, ...(await writing)]
    expect({ code, printed }).toEqual({ code: 0, printed: expect.stringMatching(/^Backed up .*copy: \d+ jobs, /) })
    await stop()

    const restored = await waybill('restore', 'copy')
    await start()

    expect(restored.code).toBe(0)
    const there = await jobIds()
    expect(all).toEqual(expect.arrayContaining(there))
    expect(there).toEqual(expect.arrayContaining(before))
    const signatures = await Promise.all(there.map(id => fetch(`${running?.url}/v1/jobs/${id}/signature`)))
    expect(new Set(signatures.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await submit('one')).toBe(before[0])
  })

  it('puts what was there aside, and can be undone with it', async () => {
    await start()
    await submit('one')
    await waybill('backup', 'copy')
    const late = await submit('late')
    await stop()

    const { printed } = await waybill('restore', 'copy')
    const [, before = ''] = /What lay there before is in (.*)\.$/m.exec(printed) ?? []
    expect(existsSync(join(before, 'waybill.db'))).toBe(true)
    await waybill('restore', before)
    await start()

    expect(await jobIds()).toContain(late)
  })

  it('restores into a folder that is not there, and what others could read is nothing', async () => {
    await start()
    const jobId = await submit('one')
    await waybill('backup', 'copy')
    await stop()
    rmSync(data, { recursive: true })

    expect((await waybill('restore', 'copy')).code).toBe(0)
    await start()

    expect(await jobIds()).toEqual([jobId])
    for (const root of [join(folder, 'copy'), data]) {
      const open = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
        name => (statSync(join(root, name)).mode & 0o077) !== 0,
      )
      expect(open).toEqual([])
    }
  })

  it('refuses to copy over something, from nothing, and into a folder that is in use', async () => {
    expect(await waybill('backup', 'copy')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('no waybill.db'),
    })
    await start()
    expect((await waybill('backup', 'copy')).code).toBe(0)
    expect(await waybill('backup', 'copy')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('there already'),
    })
    expect(await waybill('restore', 'copy')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('another process'),
    })
    expect(await waybill('restore', 'nowhere')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('not a backup'),
    })
    expect((await waybill('backup')).code).toBe(2)
  })

  it('refuses to copy a folder into itself, also by a link, and changes nothing', async () => {
    await start()
    await submit('one')
    symlinkSync(data, join(folder, 'link'))
    for (const inside of ['data', 'data/copy', 'data/archive/deep/copy', 'link/copy']) {
      const { code, complained } = await waybill('backup', inside)
      expect([inside, code, complained]).toEqual([inside, 1, expect.stringMatching(/in the data folder|there already/)])
    }
    await stop()

    const before = readdirSync(data, { recursive: true }).sort()
    for (const itself of ['data', 'link', 'data/.', 'other/../data']) {
      const { code, complained } = await waybill('restore', itself)
      expect([itself, code, complained]).toEqual([itself, 1, expect.stringContaining('cannot be a backup')])
    }
    copyFileSync(join(data, 'waybill.db'), join(folder, 'waybill.db'))
    expect(await waybill('restore', '.')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('cannot be a backup'),
    })
    expect(readdirSync(data, { recursive: true }).sort()).toEqual(before)
  })

  it.each<[string, (copy: string) => void]>([
    ['cut off', copy => truncateSync(join(copy, 'waybill.db'), 20_000)],
    ['without its mark', copy => rmSync(join(copy, 'waybill.commits'))],
  ])('leaves the data folder as it is where the backup is %s', async (_what, spoil) => {
    await start()
    const jobId = await submit('one')
    await waybill('backup', 'copy')
    spoil(join(folder, 'copy'))
    await stop()

    expect((await waybill('restore', 'copy')).code).toBe(1)
    await start()
    expect(await jobIds()).toEqual([jobId])
  })
})

/** Destroys the pages of an index, of which none holds a job. */
const spoilPages = (path: string) => {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  const page = Number(database.prepare("SELECT rootpage AS n FROM sqlite_schema WHERE name = 'jobsByTeam'").get()?.n)
  database.close()
  const bytes = readFileSync(path)
  bytes.fill(0xa5, (page - 1) * 4096, page * 4096)
  writeFileSync(path, bytes)
}

describe('waybill verify', () => {
  it('reads everything, while Waybill serves or not', async () => {
    await start()
    await submit('one')
    expect(await waybill('verify')).toMatchObject({ code: 0, printed: expect.stringContaining('Nothing is damaged.') })
    await stop()
    expect(await waybill('verify')).toMatchObject({
      code: 0,
      printed: expect.stringContaining('1 job, 1 job of the depot'),
    })
  })

  it('names what is damaged or missing in the archive', async () => {
    await start()
    const [one, two] = [await submit('one'), await submit('two')]
    await stop()
    const file = (jobId: string) => join(data, 'archive/signatures/local', jobId, 'SIGNATURE')
    writeFileSync(file(one), readFileSync(file(one), 'utf8').replace('version:2', 'version:3'))
    rmSync(file(two))

    const { code, complained } = await waybill('verify')

    expect(code).toBe(1)
    expect(complained.trim().split('\n').toSorted()).toEqual(
      [
        `damaged: signatures/local/${one}/SIGNATURE in the archive`,
        `damaged: signatures/local/${two}/SIGNATURE in the archive is missing`,
      ].toSorted(),
    )
  })

  it.each<[string, () => void, number]>([
    [
      'lost its last commits',
      () => truncateSync(join(data, 'waybill.db-wal'), statSync(join(data, 'waybill.db-wal')).size - 4000),
      1,
    ],
    ['lost its mark', () => rmSync(join(data, 'waybill.commits')), 2],
    ['lost its database', () => ['', '-wal'].map(end => rmSync(join(data, `waybill.db${end}`))), 0],
    ['lost database and mark', () => ['.db', '.db-wal', '.commits'].map(end => rmSync(join(data, `waybill${end}`))), 0],
    ['has lost a page of its database', () => spoilPages(join(data, 'waybill.db')), 2],
    ['has a database that is none', () => writeFileSync(join(data, 'waybill.db'), 'x'.repeat(9999)), 0],
  ])('--accept lets Waybill start again with what is left of a folder that %s', async (_what, spoil, left) => {
    await start()
    await submit('one')
    await submit('two')
    // As after a kill.
    const copy = join(folder, 'killed')
    cpSync(data, copy, { recursive: true })
    await stop()
    data = copy
    spoil()
    await expect(start()).rejects.toThrow(/waybill restore.*waybill verify --accept.*waybill recover/)

    expect((await waybill('verify', '--accept')).code).toBe(0)
    await start()

    expect((await jobIds()).length).toBeGreaterThanOrEqual(left)
    expect(await submit('three')).toEqual(expect.any(String))
  })
})
