import type { Edition } from '../lib/cli/command.ts'
import { EXIT_CODES } from '../lib/cli/command-error.ts'
import { main } from '../lib/cli/main.ts'
import { outputTo } from './output.ts'

/** Runs the command line in this process. */
export const runProcess = async (edition: Edition): Promise<void> => {
  // A reader may close the pipe early (`waybill schema | head`): that is not a fault, and ends the command. A server goes on
  // serving, whether or not its lines can be read or kept; once they can again, the next ones are.
  const serves = process.argv[2] === 'start'
  const stdout = outputTo(1, ({ code, message }) => {
    if (serves) return
    if (code === 'EPIPE') process.exit()
    stderr.write(`waybill: standard output cannot be written: ${message}\n`)
    process.exit(EXIT_CODES.refused)
  })
  // A reader that is gone must not end a command; what it would have read is lost.
  const stderr = outputTo(2, () => undefined)

  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  // npm has a shell between itself and us that passes no signal on. Once that is gone, whoever ended npm meant us.
  if (process.env.npm_lifecycle_event !== undefined) {
    const parent = process.ppid
    setInterval(() => process.ppid === parent || stop.abort(), 500).unref()
  }

  let isReading = false
  process.exitCode = await main(
    process.argv.slice(2),
    {
      // Node opens a stream when it is first named, which takes its time: most commands read nothing, and complain of nothing.
      stdin: {
        [Symbol.asyncIterator]: () => {
          isReading = true
          return process.stdin[Symbol.asyncIterator]()
        },
      },
      stdout,
      stderr,
      cwd: process.cwd(),
      env: process.env,
      stopped: stop.signal,
    },
    edition,
  )
  // A command may end before its input does, which would keep the process waiting for it.
  if (isReading) process.stdin.destroy()
  // What was given up on may still wait for an answer, or for its input.
  if (stop.signal.aborted && !serves) process.exit()
}
