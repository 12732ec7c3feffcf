import type { Clock, Log } from '../../system.ts'
import { logField } from './log-fields.ts'

/** Something that takes lines, such as standard error. */
export interface LineSink {
  write(line: string): void
}

/** One JSON object a line. An error shows its name, message and stack, and its causes. */
export const createJsonLog = (sink: LineSink, clock: Clock): Log => {
  const line =
    (level: 'info' | 'error') =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      sink.write(`${JSON.stringify({ time: clock().toISOString(), level, message, ...fields }, logField)}\n`)
    }
  return { info: line('info'), error: line('error') }
}
