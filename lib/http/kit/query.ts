import type { HttpRequest } from './exchange.ts'
import { RequestError } from './request-error.ts'

/**
 * Query parameters, each known and at most once: a misspelt filter must not show everything.
 *
 * @param repeatable further parameters, which the caller reads
 * @throws RequestError QUERY_INVALID
 */
export const singleQuery = <N extends string>(
  { query }: HttpRequest,
  names: readonly N[],
  repeatable: readonly string[] = [],
): { readonly [K in N]?: string } => {
  const result: { [K in N]?: string } = {}
  for (const [name, values] of query) {
    if (repeatable.includes(name)) continue
    const known = names.find(candidate => candidate === name)
    if (known === undefined) {
      throw new RequestError(
        'QUERY_INVALID',
        `Unknown parameter ${JSON.stringify(name)}; known: ${[...names, ...repeatable].join(', ')}.`,
      )
    }
    const [value = ''] = values
    if (values.length > 1) throw new RequestError('QUERY_INVALID', `The parameter "${name}" is given more than once.`)
    if (value === '') throw new RequestError('QUERY_INVALID', `The parameter "${name}" is empty; leave it out.`)
    result[known] = value
  }
  return result
}

/**
 * A parameter that is `true` or `false`. Default: false
 *
 * @throws RequestError QUERY_INVALID
 */
export const flagOf = (name: string, value: string | undefined): boolean => {
  if (value === undefined || value === 'false') return false
  if (value === 'true') return true
  throw new RequestError('QUERY_INVALID', `${name} must be true or false.`)
}
