import type { OptionRows, OptionsOf } from './option.ts'

/** The world as a command sees it; `main` never touches `process`. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>
  readonly stdout: Output
  readonly stderr: Output
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted when the user asks the command to stop (Ctrl-C, SIGTERM). */
  readonly stopped: AbortSignal
}

export interface Output {
  write(text: string): void
  readonly isTerminal: boolean
}

/** One use of a command: the command line, read by the command's row. */
export interface CommandUse<Options = OptionsOf<OptionRows>> {
  /** As many as the row's arguments allow. */
  readonly args: readonly string[]
  readonly options: Options
  readonly io: Io
  /** Which Waybill is asked. */
  readonly target: AskedServer
  /** Whether only results and errors are printed. */
  readonly isQuiet: boolean
  /** Whether colours may be used where there is a terminal. */
  readonly mayColour: boolean
}

/** What the command line says of the server to ask; the environment says the rest. */
export interface AskedServer {
  /** A profile of the config file; the address wins over the profile's. */
  readonly profile?: string
  readonly endpoint?: URL
}

/** What a command does. */
export interface Command<Options = OptionsOf<OptionRows>> {
  /**
   * A method, so that a row may hold commands with options of their own: `main` gives each what its own row declares.
   *
   * @returns the exit code
   */
  run(invocation: CommandUse<Options>): Promise<number>
}

/** What a command is called and takes, without the code that does it. */
export interface CommandRow {
  /** One line. */
  readonly summary: string
  /** What stands after the name, as commander writes it: `<file...>`, `[name]`. Default: nothing */
  readonly arguments?: string
  /** Each argument's meaning by its name. */
  readonly about?: Readonly<Record<string, string>>
  readonly options?: OptionRows
  /** Whom it asks; decides whether `--endpoint-url` is taken. Default: no one */
  readonly asks?: 'waybill' | 'service' | 'depot'
  /** Whole command lines, without `waybill`. */
  readonly examples: readonly [string, ...string[]]
  /** Runs when its name is left out: `waybill checks` is `waybill checks list`. */
  readonly isDefault?: boolean
  /** The words that the first argument may be, for completion. Default: any */
  readonly choices?: readonly string[]
  /** Nothing that it sends has an effect. Default: it may have one, also where no answer came */
  readonly changesNothing?: boolean
  /** Not for people: help does not list it. */
  readonly isHidden?: boolean
  /** It ends by itself, and well, when it is asked to stop. */
  readonly endsItself?: boolean
  /** Loads the code when it is asked for. Without: only a checkout has it, and the edition names it. */
  readonly load?: Load
}

export type Load = () => Promise<Command>

/** Commands by their names; `disk prepare` stands below `disk`. */
export type CommandRows = Readonly<Record<string, CommandRow>>

/** What differs between a checkout and the package that is installed. */
export interface Edition {
  readonly version: string
  /** The commands that need the servers' own code, by their names. */
  readonly checkout: Readonly<Record<string, Load>>
}
