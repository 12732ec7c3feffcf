import type { HttpRequest } from './exchange.ts'
import { RequestError } from './request-error.ts'

/**
 * Query parameters, each at most once, and none that is not known: a misspelt filter must not show everything.
 *
 * @throws RequestError QUERY_INVALID
 */
export const singleQuery = <N extends string>(
  { query }: HttpRequest,
  names: readonly N[],
): { readonly [K in N]?: string } => {
  const result: { [K in N]?: string } = {}
  for (const [name, values] of query) {
    const known = names.find(candidate => candidate === name)
    if (known === undefined) {
      throw new RequestError('QUERY_INVALID', `Unknown parameter ${JSON.stringify(name)}; known: ${names.join(', ')}.`)
    }
    const [value = ''] = values
    if (values.length > 1) throw new RequestError('QUERY_INVALID', `The parameter "${name}" is given more than once.`)
    if (value === '') throw new RequestError('QUERY_INVALID', `The parameter "${name}" is empty; leave it out.`)
    result[known] = value
  }
  return result
}
