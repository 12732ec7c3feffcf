import type { Output } from '../command.ts'

/** A line of progress, over which the next one is written. */
export interface Progress {
  show(text: string): void
  clear(): void
}

const CLEAR_LINE = '\r\u001b[K'

/** Shows progress to people only: where standard error is a terminal, and not with `--quiet`. */
export const progressOn = (stderr: Output, isQuiet: boolean): Progress =>
  isQuiet || !stderr.isTerminal
    ? { show: () => undefined, clear: () => undefined }
    : { show: text => stderr.write(`${CLEAR_LINE}${text} …`), clear: () => stderr.write(CLEAR_LINE) }
