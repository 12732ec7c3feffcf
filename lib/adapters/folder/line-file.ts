import { open } from 'node:fs/promises'

/** A file of one JSON object a line, which only grows. */
export interface LineFile {
  /** Is flushed when this comes back. */
  add(line: object): Promise<void>
}

const NEWLINE = '\n'.charCodeAt(0)

/**
 * Lines are added one after the other, each as a whole. Where a power cut or a full disk has left a half one behind, the
 * next begins a line of its own.
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
      // One line that could not be written does not keep the next from being tried.
      last = added.catch(() => undefined)
      return added
    },
  }
}
