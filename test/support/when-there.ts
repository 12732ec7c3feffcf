import { readFile } from 'node:fs/promises'
import { setTimeout as after } from 'node:timers/promises'

/** A file that another process writes soon; the test's own limit of time is the longest wait. */
export const readWhenThere = async (path: string): Promise<string> => {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => undefined)
    if (text !== undefined) return text
    await after(20)
  }
}
