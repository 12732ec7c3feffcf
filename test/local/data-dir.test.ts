import { randomBytes, randomUUID } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createSqliteCheckStore } from '../../lib/adapters/sqlite/check-store.ts'
import { createSqliteDepotJobs } from '../../lib/adapters/sqlite/depot-jobs.ts'
import { CannotStart } from '../../lib/local/cannot-start.ts'
import { type DataDir, DataDirInUse, openDataDir } from '../../lib/local/data-dir.ts'
import { scheduledCheck } from '../support/checks.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-data-'))
  path = join(folder, 'data')
})
afterEach(() => rmSync(folder, { recursive: true }))

const log = { info: () => undefined, error: () => undefined }
const open = () => openDataDir(path, { randomBytes, newId: randomUUID, log })
const close = (data: DataDir) => data.release()

/** A folder with a job of the depot and a check in it. */
const used = async () => {
  const data = await open()
  const until = new Date('2026-11-21T11:00:00.000Z')
  const clock = () => new Date('2026-11-21T10:00:00.000Z')
  await createSqliteDepotJobs(data.database, clock).add(
    { jobId: 'ABCDE', owner: 'AKID', jobType: 'Import', manifest: '', createdAt: clock().toISOString(), version: 1 },
    until,
  )
  await createSqliteCheckStore(data.database).create(scheduledCheck())
  await close(data)
  return data
}

describe('a data folder', () => {
  it('has nothing that docs/one-machine.md does not list', async () => {
    const data = await open()
    const { archive, keysFile, eventSpool, buckets, noticesFile, deadLettersFile, spool } = data
    const later = [archive, keysFile, eventSpool, buckets, noticesFile, deadLettersFile, spool].map(each =>
      basename(each),
    )
    const entries = new Set([...readdirSync(path), ...later])
    await close(data)

    const [, table = ''] = readFileSync('docs/one-machine.md', 'utf8').split('## The data folder')
    const listed = [...(table.split('\n## ')[0]?.matchAll(/`([\w.-]+)\/?`(?=[^|]* \| )/g) ?? [])].map(
      ([, name]) => name,
    )
    expect([...entries].filter(entry => !listed.includes(entry))).toEqual([])
    expect(entries.size).toBeGreaterThan(12)
  })

  it('has its secrets after the first start, and the same ones ever after', async () => {
    const first = await used()
    const second = await open()
    await close(second)

    expect(first.depotSecret).toHaveLength(32)
    expect(first.checksKey).toHaveLength(32)
    expect(first.staffSecret).toMatch(/^[\w-]{43}$/)
    const secrets = ({ depotSecret, checksKey, staffSecret }: DataDir) => ({ depotSecret, checksKey, staffSecret })
    expect(secrets(second)).toEqual(secrets(first))
  })

  it('holds nothing that others may read', async () => {
    await used()

    const readable = readdirSync(path).filter(name => (statSync(join(path, name)).mode & 0o077) !== 0)
    expect(readable).toEqual([])
  })

  it('is opened by one at a time, and again once that one has closed it', async () => {
    const first = await open()

    await expect(open()).rejects.toThrow(DataDirInUse)
    await close(first)
    await close(await open())
  })

  it('is free after a start that failed', async () => {
    await used()
    truncateSync(join(path, 'depot-secret'))
    await expect(open()).rejects.toThrow(CannotStart)
    await expect(open()).rejects.toThrow(CannotStart)
  })

  it.each<[string, string, (file: string) => void, RegExp]>([
    ['is missing', 'depot-secret', rmSync, /depot-secret is missing, and the depot's jobs have their SIGNATURE by it/],
    ['is empty', 'depot-secret', file => truncateSync(file), /depot-secret is empty/],
    ['is cut off', 'depot-secret', file => truncateSync(file, 30), /depot-secret is damaged/],
    ['is another one', 'depot-secret', file => writeFileSync(file, 'a'.repeat(64)), /is not the one that it was/],
    ['is missing', 'checks-key', rmSync, /checks-key is missing, and the manifests of checks/],
    ['is another one', 'checks-key', file => writeFileSync(file, 'a'.repeat(64)), /is not the one that it was/],
    ['is empty', 'staff-secret', file => truncateSync(file), /staff-secret is empty. Delete it/],
    ['is missing', 'keys.json', rmSync, /keys.json is missing.*waybill keys put/],
  ])('is not opened where what %s is %s', async (_what, name, damage, message) => {
    await used()
    damage(join(path, name))

    await expect(open()).rejects.toThrow(message)
    await expect(open()).rejects.toThrow(CannotStart)
  })

  it.each<[string, () => void, RegExp]>([
    ['is a file', () => writeFileSync(path, ''), /the data folder .*data cannot be used: EEXIST/],
    [
      'has a folder where its lock should be',
      () => mkdirSync(join(path, 'waybill.lock'), { recursive: true }),
      /EISDIR/,
    ],
    [
      'has a lock with something in it',
      () => {
        mkdirSync(path)
        writeFileSync(join(path, 'waybill.lock'), '4711\n')
      },
      /cannot be used: file is not a database/,
    ],
  ])('explains why it cannot be used where it %s', async (_what, spoil, message) => {
    spoil()

    await expect(open()).rejects.toThrow(message)
    await expect(open()).rejects.toThrow(CannotStart)
  })

  it('draws another secret for the staff, who need no particular one', async () => {
    const first = await used()
    rmSync(join(path, 'staff-secret'))

    const second = await open()
    await close(second)

    expect(second.staffSecret).not.toBe(first.staffSecret)
  })

  it('does not take a secret for a new one where jobs were made before the database knew it', async () => {
    const data = await open()
    await createSqliteCheckStore(data.database).create(scheduledCheck())
    await data.database.write(() => data.database.prepare("DELETE FROM facts WHERE name = 'secret checks-key'").run())
    await close(data)
    rmSync(join(path, 'checks-key'))

    await expect(open()).rejects.toThrow(/checks-key is missing/)
  })

  it('keeps the keys that are there', async () => {
    await used()
    const keys = '{"teams": {"lab": []}}'
    writeFileSync(join(path, 'keys.json'), keys)

    await close(await open())

    expect(readFileSync(join(path, 'keys.json'), 'utf8')).toBe(keys)
  })
})
