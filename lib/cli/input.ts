import { closeSync, openSync, readSync } from 'node:fs'
import { resolve } from 'node:path'
import { MOST_BYTES } from '../manifest/read.ts'
import type { Io } from './command.ts'
import { UsageError } from './command-error.ts'

/** Enough to see that a manifest is too large; a device that never ends is not read to its end. */
const MOST_READ = 16 * MOST_BYTES

/** The bytes of a file, or of standard input where it is `-`. @throws what the file system throws */
export const readBytes = async (file: string, { stdin, cwd }: Io): Promise<Buffer> => {
  if (file !== '-') return readFile(resolve(cwd, file))
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stdin) {
    chunks.push(chunk)
    length += chunk.length
    if (length > MOST_READ) break
  }
  return Buffer.concat(chunks)
}

const CHUNK = 65_536

/** At once: a stream of a file takes longer to open than a manifest to read. */
const readFile = (path: string): Buffer => {
  const file = openSync(path, 'r')
  try {
    const chunks: Uint8Array[] = []
    let length = 0
    while (length <= MOST_READ) {
      const chunk = new Uint8Array(CHUNK)
      const read = readSync(file, chunk)
      if (read === 0) break
      chunks.push(chunk.subarray(0, read))
      length += read
    }
    return Buffer.concat(chunks)
  } finally {
    closeSync(file)
  }
}

/** @throws UsageError where the file cannot be read */
export const readInput = async (file: string, io: Io): Promise<Buffer> =>
  readBytes(file, io).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
