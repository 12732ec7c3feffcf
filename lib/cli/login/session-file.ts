import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod/mini'
import { isErrno } from '../../adapters/folder/errno.ts'
import { jsonOf } from '../../json.ts'
import { configFileOf } from '../api/profile.ts'
import type { Io } from '../command.ts'
import { CommandError, messageOf } from '../command-error.ts'

const SessionJson = z.object({
  /** Whose tokens they are: another provider or client of the profile has none of them. */
  issuer: z.string(),
  clientId: z.string(),
  accessToken: z.string(),
  idToken: z.optional(z.string()),
  refreshToken: z.optional(z.string()),
  /** Milliseconds since 1970. Default: not known */
  expiresAt: z.optional(z.number()),
})

/** What a sign-in has brought. */
export type Session = z.infer<typeof SessionJson>

const READABLE_BY_OTHERS = 0o077

/** The file of a profile's sign-in, in a folder of this user alone. A profile may have any name, so a hash of it is the file's. */
export const sessionFileOf = (profile: string, io: Io): string => {
  const name = createHash('sha256').update(profile).digest('hex').slice(0, 32)
  return join(dirname(configFileOf(io)), 'sessions', `${name}.json`)
}

/**
 * @returns `undefined`: no sign-in is stored
 * @throws CommandError where others may have read it
 */
export const readSession = async (file: string): Promise<Session | undefined> => {
  try {
    const { mode } = await stat(file)
    if (process.platform !== 'win32' && (mode & READABLE_BY_OTHERS) !== 0) {
      throw new CommandError(
        `${file} can be read by others: the sign-in in it may be stolen. Sign in again: waybill login`,
      )
    }
    const read = SessionJson.safeParse(jsonOf(await readFile(file, 'utf8')))
    return read.success ? read.data : undefined
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Whole or not at all, and for this user alone. @throws CommandError */
export const writeSession = async (file: string, session: Session): Promise<void> => {
  const beside = `${file}.${process.pid}`
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await chmod(dirname(file), 0o700)
    await rm(beside, { force: true })
    await writeFile(beside, JSON.stringify(session), { mode: 0o600, flag: 'wx', flush: true })
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw new CommandError(`The sign-in cannot be stored: ${messageOf(error)}`)
  }
}

export const removeSession = (file: string): Promise<void> => rm(file, { force: true })
