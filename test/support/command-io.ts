import type { Io } from '../../lib/cli/command.ts'

/** A command's world whose output a test can read. */
export const commandIo = (overrides: Partial<Io> & { input?: string | Uint8Array } = {}) => {
  const { input = '', ...rest } = overrides
  let printed = ''
  let complained = ''
  const stdin = (async function* () {
    yield Buffer.from(input as string)
  })()
  return {
    stdin,
    stdout: {
      write: (text: string) => {
        printed += text
      },
      isTerminal: false,
    },
    stderr: {
      write: (text: string) => {
        complained += text
      },
      isTerminal: false,
    },
    cwd: process.cwd(),
    env: {},
    stopped: new AbortController().signal,
    ...rest,
    printed: () => printed,
    complained: () => complained,
  }
}
