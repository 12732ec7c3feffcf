import { CHECKOUT_COMMANDS } from '../../lib/cli/checkout.ts'
import type { Io } from '../../lib/cli/command.ts'
import { main } from '../../lib/cli/main.ts'

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

/** The command line of a checkout. */
export const waybill = (args: readonly string[], io: Io): Promise<number> =>
  main(args, io, { version: '1.2.3', checkout: CHECKOUT_COMMANDS })
