import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { readFile, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod/mini'
import { ACTIONS, OUTCOMES } from '../../audit/actions.ts'
import type { EventSink, History } from '../../audit/ports.ts'
import { jsonOf } from '../../json.ts'
import type { Log } from '../../system.ts'
import { flushFolder } from './whole-file.ts'

/*
 * Events of a process that cannot write the history, since another has it open. They wait in a file, a line each, until the
 * other takes them in. Who adds a line or takes the file holds its lock meanwhile.
 */

/** Runs while no other process does the same. */
export type Exclusively = <T>(run: () => T) => T

const maybe = z.exactOptional(z.string())
const Line = z.strictObject({
  stream: z.string(),
  happening: z.strictObject({
    principal: z.string(),
    accessKeyId: maybe,
    userAgent: maybe,
    action: z.enum(ACTIONS),
    outcome: z.enum(OUTCOMES),
    team: maybe,
    code: maybe,
    detail: maybe,
  }),
  mark: z.strictObject({ id: z.string(), at: z.iso.datetime() }),
})

/** A file for the events of a process. A line is flushed when `append` returns. */
export const createEventSpool = (path: string, exclusively: Exclusively): EventSink => ({
  append: async (stream, happening, mark) => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const isNew = !existsSync(path)
    exclusively(() => addLine(path, JSON.stringify({ stream, happening, mark })))
    if (isNew) await flushFolder(dirname(path))
  },
})

const NEWLINE = '\n'.charCodeAt(0)

/** Where a power cut or a full disk has left a half line behind, the next begins a line of its own. */
const addLine = (path: string, line: string) => {
  const file = openSync(path, 'a+', 0o600)
  try {
    const { size } = fstatSync(file)
    const end = Buffer.alloc(1)
    if (size > 0) readSync(file, end, 0, 1, size - 1)
    writeSync(file, `${size === 0 || end[0] === NEWLINE ? '' : '\n'}${line}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

interface SpoolDeps {
  readonly history: Pick<History, 'appendOnce'>
  /** Is done once what `history` has taken is flushed. */
  readonly flushed: () => Promise<void>
  readonly log: Log
}

/** Moves events into the history, each once, even if an earlier attempt broke off. */
export const takeInSpool = async (
  path: string,
  exclusively: Exclusively,
  { history, log, flushed }: SpoolDeps,
): Promise<void> => {
  const taken = `${path}.taken`
  if (!existsSync(taken)) {
    if (!existsSync(path)) return
    exclusively(() => renameSync(path, taken))
  }
  for (const text of (await readFile(taken, 'utf8')).split('\n')) {
    if (text === '') continue
    const line = z.safeParse(Line, jsonOf(text)).data
    if (line) await history.appendOnce(line.stream, line.happening, line.mark)
    else log.error('a line of the events that wait for the history cannot be read', { path, length: text.length })
  }
  await flushed()
  await unlink(taken)
}
