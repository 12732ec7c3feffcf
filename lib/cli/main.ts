import { CommanderError } from 'commander'
import type { CommandRow, CommandUse, Edition, Io } from './command.ts'
import { CommandError, EXIT_CODES, messageOf, UsageError } from './command-error.ts'
import { FAMILIES, GROUPS } from './commands.ts'
import { forTerminals } from './for-terminals.ts'
import { createProgram } from './program.ts'

/**
 * The command line: `waybill COMMAND [ARGUMENT …]`.
 *
 * @returns the exit code, one of `EXIT_CODES`
 */
export const main = async (argv: readonly string[], world: Io, edition: Edition): Promise<number> => {
  const io = forTerminals(world)
  let exitCode: number = EXIT_CODES.done
  const act = async (name: string, row: CommandRow, use: () => CommandUse) => {
    exitCode = await reported(name, io, () => perform(name, row, use(), edition))
  }
  const { version } = edition
  try {
    await createProgram(argv, { groups: GROUPS, families: FAMILIES, version, io, act }).parseAsync(argv, {
      from: 'user',
    })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage
    throw error
  }
}

const perform = async (name: string, row: CommandRow, use: CommandUse, { checkout }: Edition): Promise<number> => {
  const load = row.load ?? (Object.hasOwn(checkout, name) ? checkout[name] : undefined)
  if (!load)
    throw new UsageError(
      `it needs the servers' own code, which is in a checkout of Waybill: there run "npx waybill ${name}".`,
    )
  const command = await load()
  const running = command.run(use)
  return row.endsItself ? running : Promise.race([running, interruption(row, use.io)])
}

/** A command that waits for something must not keep its user waiting. */
const interruption = ({ asks, changesNothing }: CommandRow, { stopped, stderr }: Io): Promise<number> =>
  new Promise(resolve => {
    const end = () => {
      stderr.write(
        `waybill: interrupted.${asks && !changesNothing ? ' What was sent may have been done all the same.' : ''}\n`,
      )
      resolve(EXIT_CODES.interrupted)
    }
    if (stopped.aborted) end()
    else stopped.addEventListener('abort', end, { once: true })
  })

/** Prints why a command failed, where that is for its user; anything else is a bug. */
const reported = async (name: string, { stderr, stopped }: Io, run: () => Promise<number>): Promise<number> => {
  try {
    return await run()
  } catch (error) {
    if (stopped.aborted) return EXIT_CODES.interrupted
    if (error instanceof CommandError) {
      stderr.write(`waybill ${name}: ${error.message}\n`)
      if (error instanceof UsageError) stderr.write(`"waybill ${name} --help" shows how to write it.\n`)
      return error.exitCode
    }
    if (isOfSystem(error)) {
      stderr.write(`waybill ${name}: ${messageOf(error)}. Mend that, and run the command again.\n`)
      return EXIT_CODES.refused
    }
    const { ConfigError } = await import('../settings/config.ts')
    if (!(error instanceof ConfigError)) throw error
    stderr.write(`waybill: ${error.message.replaceAll('\n', '\nwaybill: ')}\n`)
    return EXIT_CODES.usage
  }
}

/** What the operating system has against a file, such as a full disk. */
const isOfSystem = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'syscall' in error && 'errno' in error
