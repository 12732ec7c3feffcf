import { ConfigError } from '../config.ts'
import type { Command, Io } from './command.ts'

/** Every command, loaded only when it is asked for: most need no server, and a start-up costs what it loads. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  demo: async () => (await import('./demo.ts')).demo,
  validate: async () => (await import('./validate.ts')).validate,
  new: async () => (await import('./new.ts')).newManifest,
  explain: async () => (await import('./explain.ts')).explain,
  schema: async () => (await import('./schema.ts')).schema,
}

const USAGE_ERROR = 2

/**
 * The command line: `waybill COMMAND [ARGUMENT …]`.
 *
 * @returns the exit code: 0 done, 1 failed, 2 asked for something that is not there
 */
export const main = async (argv: readonly string[], io: Io): Promise<number> => {
  const [name, ...args] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.stdout.write(await help())
    return name === undefined ? USAGE_ERROR : 0
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) {
    io.stderr.write(`waybill: there is no command "${name}"; "waybill --help" lists them.\n`)
    return USAGE_ERROR
  }
  try {
    return await (await load()).run(args, io)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    io.stderr.write(`waybill: ${error.message.replaceAll('\n', '\nwaybill: ')}\n`)
    return USAGE_ERROR
  }
}

const help = async () => {
  const entries = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => {
      const { usage, summary } = await load()
      return `  waybill ${name} ${usage}`.trimEnd().concat(`\n      ${summary}\n`)
    }),
  )
  return `Waybill turns a manifest into an Import/Export job that is never lost.\n\n${entries.join('')}`
}
