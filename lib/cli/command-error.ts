import { types } from 'node:util'

/** What a command ends with. docs/command-line.md has the same table. */
export const EXIT_CODES = { done: 0, refused: 1, usage: 2, unclear: 3, interrupted: 130 } as const

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]

/** Why a command failed, in a sentence for its user: the request was refused, or is not valid. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'
  readonly exitCode: ExitCode = EXIT_CODES.refused
}

/** An invalid command line, or what it names is not there. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError'
  override readonly exitCode = EXIT_CODES.usage
}

/** No answer came, or one that leaves open what was done. */
export class NoAnswer extends CommandError {
  override readonly name = 'NoAnswer'
  override readonly exitCode = EXIT_CODES.unclear
}

/** What a system or AWS reports. */
export const messageOf = (error: unknown): string => (types.isNativeError(error) ? error.message : String(error))
