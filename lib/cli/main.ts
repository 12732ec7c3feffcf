import type { Io } from './command.ts'
import { COMMANDS } from './commands.ts'

const USAGE_ERROR = 2

const HELP = [
  'Waybill turns a manifest into an Import/Export job that is never lost.\n\n',
  ...Object.entries(COMMANDS).map(([name, { usage, summary }]) =>
    `  waybill ${name} ${usage}`.trimEnd().concat(`\n      ${summary}\n`),
  ),
].join('')

/**
 * The command line: `waybill COMMAND [ARGUMENT …]`.
 *
 * @returns the exit code: 0 done, 1 failed, 2 asked for something that is not there
 */
export const main = async (argv: readonly string[], io: Io): Promise<number> => {
  const [name, ...args] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.stdout.write(HELP)
    return name === undefined ? USAGE_ERROR : 0
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    io.stderr.write(`waybill: unknown command "${name}"; "waybill --help" lists all commands.\n`)
    return USAGE_ERROR
  }
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(`Usage: waybill ${name} ${command.usage}`.trimEnd().concat(`\n${command.summary}\n`))
    return 0
  }
  try {
    return await (await command.load()).run(args, io)
  } catch (error) {
    const { ConfigError } = await import('../settings/config.ts')
    if (!(error instanceof ConfigError)) throw error
    io.stderr.write(`waybill: ${error.message.replaceAll('\n', '\nwaybill: ')}\n`)
    return USAGE_ERROR
  }
}
