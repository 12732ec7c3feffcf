import { types } from 'node:util'
import type { Clock, Log } from '../ports.ts'

/** Something that takes lines, such as standard error. */
export interface LineSink {
  write(line: string): void
}

/** One JSON object a line. An error shows its name, message and stack, and its causes. */
export const createJsonLog = (sink: LineSink, clock: Clock): Log => {
  const line =
    (level: 'info' | 'error') =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      sink.write(`${JSON.stringify({ time: clock().toISOString(), level, message, ...fields }, showErrors)}\n`)
    }
  return { info: line('info'), error: line('error') }
}

const showErrors = (_name: string, value: unknown) =>
  types.isNativeError(value)
    ? { name: value.name, message: value.message, stack: value.stack?.split('\n').slice(1, 6), cause: value.cause }
    : value
