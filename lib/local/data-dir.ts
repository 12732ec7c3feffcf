import { mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from '../adapters/folder/errno.ts'
import type { KeysFileContents } from '../adapters/secrets/file-keys.ts'
import type { RandomBytes } from '../system.ts'
import { CannotStart } from './cannot-start.ts'
import { EXAMPLE_KEY } from './example-key.ts'

/** The one team there is out of the box. */
export const LOCAL_TEAM = 'local'

/** The staff's secret, in the data folder; `waybill depot` reads it there. */
export const STAFF_SECRET_FILE = 'staff-secret'

/** The keys there are until somebody puts others there. */
export const OUT_OF_THE_BOX: KeysFileContents = { teams: { [LOCAL_TEAM]: [EXAMPLE_KEY] } }

/** Where everything lies in the data folder. */
export interface DataDir {
  readonly tables: string
  readonly archive: string
  readonly keysFile: string
  readonly depotSecret: Uint8Array
  /** Encrypts the manifests of checks. */
  readonly checksKey: Uint8Array
  /** One JSON object a line: what was told of checks. */
  readonly noticesFile: string
  /** What could not be delivered to webhooks. */
  readonly deadLettersFile: string
  /** What is still to be delivered to webhooks. */
  readonly spool: string
  /** What the depot's staff must show. */
  readonly staffSecret: string
  /** Where the depot puts PDFs and logs, a folder for each bucket. */
  readonly buckets: string
  /** Lets another process open the folder. */
  release(): Promise<void>
}

export const keysFileIn = (dataDir: string) => join(dataDir, 'keys.json')

/** Another process works on the data folder; two at once would spoil its tables. */
export class DataDirInUse extends CannotStart {
  override readonly name = 'DataDirInUse'
}

/** Makes the data folder ready; what is there stays. Secrets are readable by their owner only. */
export const openDataDir = async (path: string, randomBytes: RandomBytes): Promise<DataDir> => {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const lockFile = join(path, 'lock')
  await lock(lockFile)
  const keysFile = keysFileIn(path)
  await writeOnce(keysFile, `${JSON.stringify(OUT_OF_THE_BOX, null, 2)}\n`)
  const secretFile = join(path, 'depot-secret')
  await writeOnce(secretFile, Buffer.from(randomBytes(32)).toString('hex'))
  const checksKeyFile = join(path, 'checks-key')
  await writeOnce(checksKeyFile, Buffer.from(randomBytes(32)).toString('hex'))
  const staffSecretFile = join(path, STAFF_SECRET_FILE)
  await writeOnce(staffSecretFile, `${Buffer.from(randomBytes(32)).toString('base64url')}\n`)
  return {
    tables: join(path, 'tables'),
    archive: join(path, 'archive'),
    keysFile,
    buckets: join(path, 'buckets'),
    staffSecret: (await readFile(staffSecretFile, 'utf8')).trim(),
    depotSecret: Buffer.from(await readFile(secretFile, 'utf8'), 'hex'),
    checksKey: Buffer.from(await readFile(checksKeyFile, 'utf8'), 'hex'),
    noticesFile: join(path, 'notices.jsonl'),
    deadLettersFile: join(path, 'dead-letters.jsonl'),
    spool: join(path, 'spool'),
    release: () => unlink(lockFile),
  }
}

/** The lock names the process that holds it, so one left behind by a killed process holds nobody up. */
const lock = async (path: string): Promise<void> => {
  if (await writeOnce(path, String(process.pid))) return
  const holder = Number(await readFile(path, 'utf8').catch(() => ''))
  if (holder && holder !== process.pid && isAlive(holder)) {
    throw new DataDirInUse(
      `process ${holder} works on this data folder; stop it, set WAYBILL_DATA_DIR to another folder, or delete ${path} if that process is not Waybill.`,
    )
  }
  await unlink(path).catch(() => undefined)
  return lock(path)
}

const isAlive = (processId: number) => {
  try {
    return process.kill(processId, 0)
  } catch (error) {
    return isErrno(error, 'EPERM')
  }
}

/** `false`: it is there, and stays as it is. */
const writeOnce = async (path: string, text: string): Promise<boolean> => {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600, flush: true })
    return true
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false
    throw error
  }
}
