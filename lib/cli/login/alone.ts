import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readlink, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { isErrno } from '../../adapters/folder/errno.ts'
import { newId, random } from '../../adapters/system/system.ts'
import type { Io } from '../command.ts'
import { CommandError, messageOf } from '../command-error.ts'
import { pause } from '../pause.ts'

const LOOK_MS = 100

/**
 * Whoever has the turn asks the provider twice, for 40 seconds each at the longest. Counted in looks and not by the clock: while
 * a machine sleeps, neither process goes on.
 */
const LONGEST_TURN_LOOKS = 1_200

/**
 * One process at a time: a provider takes a refresh token once, and takes its second use for a theft.
 *
 * Each process has a file of its own, so that none removes the file of another that lives: it has its turn if it then
 * sees no other. Two that come at the same moment see each other, and both come again.
 *
 * @param look waits a while. Default: as long as a process should wait before it looks again
 * @throws CommandError where it was interrupted, or nothing can be stored beside the file
 */
export const alone = async <T>(
  file: string,
  { stopped }: Pick<Io, 'stopped'>,
  run: () => Promise<T>,
  look = () => pause(LOOK_MS * (1 + random()), stopped),
): Promise<T> => {
  await stored(() => mkdir(dirname(file), { recursive: true, mode: 0o700 }))
  const place = await placeOfProcesses()
  const own = `${file}.turn.${place}.${process.pid}.${newId()}`
  const seen = new Map<string, number>()
  const isFree = async () => {
    const others = (await turnsOf(file)).filter(turn => turn !== own)
    const gone = others.filter(turn => isOfEndedProcess(turn, place) || (seen.get(turn) ?? 0) > LONGEST_TURN_LOOKS)
    for (const turn of gone) await rm(turn, { force: true })
    for (const turn of others) seen.set(turn, (seen.get(turn) ?? 0) + 1)
    return gone.length === others.length
  }
  const take = async () => {
    if (!(await isFree())) return false
    await stored(async () => (await open(own, 'wx', 0o600)).close())
    if (await isFree()) return true
    await rm(own, { force: true })
    return false
  }
  try {
    while (!(await take())) {
      if (stopped.aborted) throw new CommandError('It was interrupted.')
      await look()
    }
    return await run()
  } finally {
    await rm(own, { force: true })
  }
}

const stored = (write: () => Promise<unknown>) =>
  write().catch((error: unknown) => {
    throw new CommandError(`The sign-in cannot be stored: ${messageOf(error)}`)
  })

const turnsOf = async (file: string): Promise<readonly string[]> => {
  const names = await readdir(dirname(file))
  return names.filter(name => name.startsWith(`${basename(file)}.turn.`)).map(name => join(dirname(file), name))
}

/** Where a process ID means the same process: the folder may be shared by machines and by containers. */
const placeOfProcesses = async (): Promise<string> => {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '')
  return createHash('sha256').update(`${hostname()} ${namespace}`).digest('hex').slice(0, 16)
}

const isOfEndedProcess = (turn: string, place: string): boolean => {
  const [, itsPlace, pid] = /\.turn\.(\w+)\.(\d+)\.[^.]+$/.exec(turn) ?? []
  if (itsPlace !== place) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return isErrno(error, 'ESRCH')
  }
}
