import { open } from 'node:fs/promises'

/** A file with one JSON object on each line, which only grows. */
export interface LineFile {
  /** Is flushed when this comes back. */
  add(line: object): Promise<void>
}

const NEWLINE = '\n'.charCodeAt(0)

/**
 * Adds whole lines, one after the other. If a power cut or a full disk has left half a line, the next one begins on a new line.
 */
export const createLineFile = (path: string): LineFile => {
  let last: Promise<void> = Promise.resolve()
  const append = async (line: object) => {
    const file = await open(path, 'a+', 0o600)
    try {
      const { size } = await file.stat()
      const end = Buffer.alloc(1)
      if (size > 0) await file.read(end, 0, 1, size - 1)
      const isWhole = size === 0 || end[0] === NEWLINE
      await file.appendFile(`${isWhole ? '' : '\n'}${JSON.stringify(line)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  }
  return {
    add: line => {
      const added = last.then(() => append(line))
      // A failed line does not stop the next one.
      last = added.catch(() => undefined)
      return added
    },
  }
}
