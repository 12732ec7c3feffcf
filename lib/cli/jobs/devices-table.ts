import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Io } from '../command.ts'
import { UsageError } from '../command-error.ts'

export type Values = Record<string, string>

/** A device of a table: its values, and the line that it stands in. */
export interface DeviceLine {
  readonly values: Values
  readonly line: number
}

/** Longer than any table of devices: some hundred thousand of them. */
const MOST_BYTES = 64 * 1024 * 1024

/**
 * The devices of a table, whose first line names its columns. An empty cell is left out.
 *
 * @throws UsageError with all that is wrong with the table, so that nothing of it is sent
 */
export const readDevices = async (file: string, io: Io): Promise<readonly DeviceLine[]> => {
  const [head, ...rows] = await parsed(file, textOf(file, await bytesOf(file, io)))
  const names = (head?.record ?? []).map(name => name.trim())
  const faults: string[] = []
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) faults.push(`line 1: the column "${name}" is there twice.`)
  }
  const seen = new Map<string, number>()
  const devices = rows.map((row): DeviceLine => {
    const { record } = row
    const line = lineOf(row)
    if (record.length !== names.length) {
      faults.push(`line ${line}: it has ${record.length} cells; the first line names ${names.length} columns.`)
    }
    const cells = record.map(cell => cell.trim())
    const values = Object.fromEntries(names.flatMap((name, index) => (cells[index] ? [[name, cells[index]]] : [])))
    const { deviceId } = values
    const before = deviceId === undefined ? undefined : seen.get(deviceId)
    if (before !== undefined) faults.push(`line ${line}: the device "${deviceId}" is in line ${before} already.`)
    else if (deviceId !== undefined) seen.set(deviceId, line)
    return { values, line }
  })
  if (devices.length === 0) faults.push('it has no line of a device.')
  if (faults.length > 0) throw new UsageError(`${file} cannot be used; nothing was sent.${listOf(faults)}`)
  return devices
}

/** So many faults fit a screen. */
const MOST_FAULTS = 20

const listOf = (faults: readonly string[]) => {
  const more = faults.length > MOST_FAULTS ? [`and ${faults.length - MOST_FAULTS} more.`] : []
  return [...faults.slice(0, MOST_FAULTS), ...more].map(fault => `\n  ${fault}`).join('')
}

const bytesOf = async (file: string, { stdin, cwd }: Io): Promise<Uint8Array> => {
  if (file !== '-') {
    return readFile(resolve(cwd, file)).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`${file} cannot be read: ${error.message}`)
    })
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stdin) {
    chunks.push(chunk)
    length += chunk.length
    if (length > MOST_BYTES) break
  }
  return Buffer.concat(chunks)
}

const textOf = (file: string, bytes: Uint8Array): string => {
  if (bytes.length > MOST_BYTES) throw new UsageError(`${file} is longer than ${MOST_BYTES / 1024 / 1024} MB.`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UsageError(`${file} is not a text in UTF-8.`)
  }
}

interface TableLine {
  readonly record: readonly string[]
  /** In which line it ends. */
  readonly info: { readonly lines: number }
}

/** The line in which it begins: a cell in quotes may have line breaks. */
const lineOf = ({ record, info }: TableLine): number => info.lines - (record.join(' ').match(/\n/g)?.length ?? 0)

/** So that lines are counted as editors count them. */
const withLineFeeds = (text: string): string => text.replace(/\r\n?/g, '\n')

const parsed = async (file: string, text: string): Promise<readonly TableLine[]> => {
  const { CsvError, parse } = await import('csv-parse/sync')
  try {
    const options = { bom: true, info: true, trim: true, skip_empty_lines: true, relax_column_count: true } as const
    // With `info` each record comes with where it stands, which csv-parse's types do not say.
    return parse(withLineFeeds(text), options) as unknown as readonly TableLine[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new UsageError(`${file} is not a table: ${error.message}`)
  }
}
