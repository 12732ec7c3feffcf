import { UsageError } from './command-error.ts'

/**
 * Values of the command line by their names.
 *
 * @throws UsageError for a text without a name or a name with two values
 */
export const namedValues = (option: string, texts: readonly string[]): Record<string, string> => {
  const values = new Map<string, string>()
  for (const text of texts) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (name === undefined || value === undefined) throw new UsageError(`--${option} takes NAME=VALUE, not "${text}".`)
    if (values.has(name)) throw new UsageError(`--${option} names ${name} twice.`)
    values.set(name, value)
  }
  return Object.fromEntries(values)
}
