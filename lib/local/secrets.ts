import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from '../adapters/folder/errno.ts'
import { createFile } from '../adapters/folder/whole-file.ts'
import type { Database } from '../adapters/sqlite/database.ts'
import { factTable } from '../adapters/sqlite/facts.ts'
import type { NewId, RandomBytes } from '../system.ts'
import { CannotStart } from './cannot-start.ts'

/** A secret in a file of its own. */
interface Secret {
  readonly file: string
  readonly form: RegExp
  readonly draw: (randomBytes: RandomBytes) => string
  /** What is of no use without it, and how to see that there is some. Another secret would do just as well where absent. */
  readonly guards?: { readonly what: string; readonly anySql: string }
}

const BYTES = 32
const drawHex = (randomBytes: RandomBytes) => Buffer.from(randomBytes(BYTES)).toString('hex')

const SECRETS = {
  depot: {
    file: 'depot-secret',
    form: /^[0-9a-f]{64}$/,
    draw: drawHex,
    guards: { what: "the depot's jobs have their SIGNATURE by it", anySql: 'SELECT 1 FROM depotJobs LIMIT 1' },
  },
  checks: {
    file: 'checks-key',
    form: /^[0-9a-f]{64}$/,
    draw: drawHex,
    guards: {
      what: 'the manifests of checks and the webhooks are encrypted with it',
      anySql: 'SELECT 1 FROM checks UNION ALL SELECT 1 FROM subscriptions LIMIT 1',
    },
  },
  audit: {
    file: 'audit-key',
    form: /^[0-9a-f]{64}$/,
    draw: drawHex,
    guards: {
      what: 'the digests of history are signed with it',
      anySql: "SELECT 1 FROM facts WHERE name = 'secret audit-key'",
    },
  },
  staff: {
    file: 'staff-secret',
    form: /^[\w-]{43}\n?$/,
    draw: randomBytes => `${Buffer.from(randomBytes(BYTES)).toString('base64url')}\n`,
  },
} as const satisfies Record<string, Secret>

/** The staff's secret, in the data folder; `waybill depot` reads it there. */
export const STAFF_SECRET_FILE = SECRETS.staff.file

export interface Secrets {
  readonly depotSecret: Uint8Array
  /** Encrypts the manifests of checks. */
  readonly checksKey: Uint8Array
  /** The seed of the key that signs the digests of history. */
  readonly auditKey: Uint8Array
  /** What the depot's staff must show. */
  readonly staffSecret: string
}

interface SecretsDeps {
  readonly database: Database
  readonly randomBytes: RandomBytes
  readonly newId: NewId
}

/**
 * Reads the secrets of a data folder, and draws those that it never had. The database knows a fingerprint of each that
 * guards something, so that one which is missing, or another one than before, does not go unnoticed.
 *
 * @throws CannotStart
 */
export const openSecrets = async (folder: string, deps: SecretsDeps): Promise<Secrets> => ({
  depotSecret: Buffer.from(await openSecret(folder, SECRETS.depot, deps), 'hex'),
  checksKey: Buffer.from(await openSecret(folder, SECRETS.checks, deps), 'hex'),
  auditKey: Buffer.from(await openSecret(folder, SECRETS.audit, deps), 'hex'),
  staffSecret: (await openSecret(folder, SECRETS.staff, deps)).trim(),
})

const openSecret = async (folder: string, secret: Secret, { database, randomBytes, newId }: SecretsDeps) => {
  const { file, form, draw, guards } = secret
  const path = join(folder, file)
  const facts = factTable(database)
  const name = `secret ${file}`
  const known = guards && facts.get(name)?.value
  const isNeeded = guards !== undefined && (known !== undefined || database.prepare(guards.anySql).get() !== undefined)
  const cannotBe = (fault: string) =>
    new CannotStart(
      guards
        ? `${path} ${fault}, and ${guards.what}. Put it back as it was, or restore a backup with \`waybill restore\`.`
        : `${path} ${fault}. Delete it, and the next start draws another.`,
    )

  if (!isNeeded) await createFile(path, draw(randomBytes), newId)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) throw cannotBe('is missing')
    throw error
  })
  if (text === '') throw cannotBe('is empty')
  if (!form.test(text)) throw cannotBe('is damaged')
  const fingerprint = hash('sha256', text)
  if (known !== undefined && known !== fingerprint) throw cannotBe('is not the one that it was')
  if (guards && known === undefined) await database.write(() => facts.put({ name, value: fingerprint }))
  return text
}
