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

/** One word of the command line. */
export interface Command {
  /** @returns the exit code */
  readonly run: (args: readonly string[], io: Io) => Promise<number>
}
