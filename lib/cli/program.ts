import { Argument, Command as CommanderCommand, InvalidArgumentError, Option } from 'commander'
import type { AskedServer, CommandRow, CommandRows, CommandUse, Io } from './command.ts'
import { UsageError } from './command-error.ts'
import type { OptionRow, OptionRows, OptionsOf } from './option.ts'

type OptionValue = OptionsOf<OptionRows>[string]

/** Options that every command takes, and those of commands that ask a server. */
export const GLOBAL_OPTIONS = {
  quiet: ['-q, --quiet', 'Print only results and errors'],
  color: ['--no-color', 'Print without colours; so does the environment variable NO_COLOR'],
  endpointUrl: ['--endpoint-url <url>', 'The address to ask'],
  profile: ['--profile <name>', 'The profile of the config file to use'],
} as const

/** What the program is made of. */
export interface ProgramParts {
  /** Commands by the heading that help shows them below. */
  readonly groups: Readonly<Record<string, CommandRows>>
  /** What a word stands for that is followed by a command's own name: `disk` of `disk prepare`. */
  readonly families: Readonly<Record<string, string>>
  readonly version: string
  readonly io: Io
  /** Does what the command line asks for. */
  readonly act: (name: string, row: CommandRow, invocation: () => CommandUse) => Promise<void>
}

/**
 * One parser for all commands, made of their rows. Where the command line begins with a command, the others are left out: each
 * takes longer to set up than its line to read.
 */
export const createProgram = (argv: readonly string[], parts: ProgramParts): CommanderCommand => {
  const { groups, families, version, io } = parts
  const program = configured(new CommanderCommand('waybill'), io)
    .description('Turns manifests into Import/Export jobs that are never lost.')
    .version(version, '-V, --version', 'Print the version')
    .addHelpText('after', `\n${EXAMPLES}`)
  for (const [flags, about] of Object.values(GLOBAL_OPTIONS)) program.option(flags, about)
  const parents = new Map<string, CommanderCommand>()
  const isNamed = nameIn(argv, groups)
  for (const [heading, rows] of Object.entries(groups)) {
    for (const [name, row] of Object.entries<CommandRow>(rows)) {
      const [first = '', second] = name.split(' ')
      if (!isNamed(first)) continue
      let parent = program
      if (second !== undefined) {
        parent = parents.get(first) ?? family(program, first, families[first] ?? '', heading)
        parents.set(first, parent)
      }
      const command = parent
        .command(second ?? first, { isDefault: row.isDefault === true, hidden: row.isHidden === true })
        .summary(row.summary)
      if (second === undefined) command.helpGroup(`${heading}:`)
      if (argv.includes(first)) declare(command, name, row, parts)
    }
  }
  return program
}

/** Whether a command's first word is the one that the command line names; where it names none, all may be meant. */
const nameIn = (argv: readonly string[], groups: ProgramParts['groups']): ((first: string) => boolean) => {
  const [named = ''] = argv
  const isCommand = Object.values(groups).some(rows => Object.keys(rows).some(name => name.split(' ')[0] === named))
  return first => !isCommand || first === named
}

const family = (program: CommanderCommand, name: string, about: string, heading: string) =>
  program.command(name).description(about).helpGroup(`${heading}:`).showHelpAfterError(hintFor(name))

const hintFor = (name: string) => `"waybill ${name} --help" shows how to write it.`

const EXAMPLES = [
  'Examples:',
  '  waybill new s3-import > disk-1.txt      a manifest to fill in',
  '  waybill validate disk-1.txt             every fault, with line and column',
  '  waybill submit disk-1.txt --out .       make its job, and write its SIGNATURE',
  '  waybill disk prepare /mnt/disk ABC12    put the SIGNATURE onto the disk',
  '  waybill help validate                   more about one command',
].join('\n')

const configured = (command: CommanderCommand, io: Io) =>
  command
    .exitOverride()
    .helpOption('-h, --help', 'Show help')
    .helpCommand('help [command]', 'Show the help of a command')
    .showHelpAfterError('"waybill --help" lists all commands.')
    .configureHelp({ showGlobalOptions: true, subcommandTerm: sub => sub.name(), visibleGlobalOptions: globalsOf })
    .configureOutput({
      writeOut: text => io.stdout.write(text),
      writeErr: text => io.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(`waybill: ${withoutValues(text)}`),
    })

/** What stands too much on a command line may be a secret: it is not repeated. */
const withoutValues = (text: string) =>
  text
    .replace(/^error: /, '')
    .replace(/(but got \d+): [\s\S]*?\.?$/m, '$1.')
    .replace(/^(unknown option '[^=]*)=[\s\S]*'$/m, "$1'")

/** Commands that ask no server take no address. */
const ASKS = new WeakSet<CommanderCommand>()
const globalsOf = (command: CommanderCommand): Option[] =>
  (command.parent?.parent ?? command.parent)?.options.filter(
    ({ long }) => long !== '--version' && ((long !== '--endpoint-url' && long !== '--profile') || ASKS.has(command)),
  ) ?? []

const declare = (command: CommanderCommand, name: string, row: CommandRow, { io, act }: ProgramParts) => {
  command.description(row.summary).showHelpAfterError(hintFor(name))
  if (row.asks) ASKS.add(command)
  if (row.isDefault) command.allowExcessArguments()
  for (const word of row.arguments?.split(' ') ?? []) {
    command.addArgument(new Argument(word, row.about?.[word.replace(/[<>[\].]/g, '')]))
  }
  for (const [option, declared] of Object.entries(row.options ?? {})) command.addOption(optionOf(option, declared))
  command.addHelpText('after', () =>
    `\nExamples:\n${row.examples.map(example => `  waybill ${example}\n`).join('')}`.trimEnd(),
  )
  command.action(async () => {
    if (row.isDefault) await refuseExcess(command)
    const options = command.opts<Readonly<Record<string, OptionValue>>>()
    const globals = command.optsWithGlobals()
    await act(name, row, () => ({
      args: command.processedArgs.flat().filter(argument => argument !== undefined),
      options: Object.fromEntries(
        Object.entries(row.options ?? {}).map(([option, declared]) => [
          option,
          givenOr(declared, options[camel(option)]),
        ]),
      ),
      io,
      target: targetOf(name, row, globals),
      isQuiet: globals.quiet === true,
      mayColour: globals.color !== false && !io.env.NO_COLOR,
    }))
  })
}

/** What stands after a family's name and is no command of it is a mistake, and no argument of the default command. */
const refuseExcess = async (command: CommanderCommand) => {
  const [word] = command.args.slice(command.registeredArguments.length)
  const { parent } = command
  if (word === undefined || !parent) return
  const { closest } = await import('../manifest/fields/spelling.ts')
  const meant = closest(
    word,
    parent.commands.map(other => other.name()),
  )
  parent.error(`unknown command '${word}'${meant === undefined ? '' : `\n(Did you mean ${meant}?)`}`)
}

const targetOf = (
  name: string,
  { asks }: CommandRow,
  { endpointUrl, profile }: Record<string, unknown>,
): AskedServer => {
  if (typeof profile === 'string' && asks === undefined) throw new UsageError(`"${name}" takes no --profile.`)
  if (typeof endpointUrl !== 'string') return typeof profile === 'string' ? { profile } : {}
  if (asks === undefined) throw new UsageError(`"${name}" takes no --endpoint-url: it asks no server.`)
  return { endpoint: addressOf(endpointUrl), ...(typeof profile === 'string' && { profile }) }
}

const addressOf = (text: string): URL => {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return new URL(text)
  throw new UsageError(`--endpoint-url takes an http or https address, not "${text}".`)
}

const optionOf = (name: string, row: OptionRow): Option => {
  const option = new Option(
    `--${name}${'value' in row ? ` <${row.value}>` : row.is === 'choice' ? ' <word>' : ''}`,
    row.about,
  )
  if ('byDefault' in row && row.byDefault !== undefined) option.default(row.byDefault)
  if ('excludes' in row && row.excludes !== undefined) option.conflicts(camel(row.excludes))
  if ('required' in row && row.required) option.makeOptionMandatory()
  if (row.is === 'choice') option.choices(row.of).argParser(word => choiceOf(word, row))
  if (row.is === 'number') option.argParser(text => numberOf(text, row))
  if (row.is === 'list') option.argParser((text, before: readonly string[] = []) => [...before, text])
  return option
}

/** Words are understood in any case, as the service does. */
const choiceOf = (word: string, { of, also = {} }: OptionRow & { is: 'choice' }) => {
  const chosen = of.find(choice => choice.toLowerCase() === word.toLowerCase()) ?? also[word.toLowerCase()]
  if (chosen === undefined) throw new InvalidArgumentError(`It is one of ${of.join(', ')}.`)
  return chosen
}

const numberOf = (text: string, { least, most }: OptionRow & { is: 'number' }) => {
  const number = Number(text)
  if (/^\d{1,9}$/.test(text) && number >= least && number <= most) return number
  throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`)
}

const givenOr = ({ is }: OptionRow, given: OptionValue) =>
  given ?? (is === 'flag' ? false : is === 'list' ? [] : undefined)

/** As commander calls the option `--job-type`. */
const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
