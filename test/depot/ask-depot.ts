import { createDepot, type DepotRequest } from '../../lib/depot/depot.ts'
import type { DepotDeps } from '../../lib/depot/depot-deps.ts'
import type { Credentials } from '../../lib/ports.ts'
import { encodeForm } from '../../lib/query-api/form.ts'
import { sign } from '../../lib/query-api/sign-v2.ts'
import { type QueryAnswer, readQueryAnswer } from '../support/query-answer.ts'
import { KEY } from './depot-fixture.ts'

const HOST = 'depot:4011'

export interface Answered extends QueryAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Asks a depot without a server in between. */
export const ask = async (deps: DepotDeps, request: Partial<DepotRequest>): Promise<Answered> => {
  const headers = { host: HOST, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
  const answer = await createDepot(deps)({
    method: 'POST',
    path: '/',
    query: '',
    body: new Uint8Array(),
    ...request,
    headers: { ...headers, ...request.headers },
  })
  return { ...answer, ...readQueryAnswer(answer.body) }
}

/** A signed body. `time` is when the signature was made, unless `expires` tells when it ends. */
export const signed = (
  deps: DepotDeps,
  params: Readonly<Record<string, string>>,
  { key = KEY, expires, method = 'POST' }: { key?: Credentials; expires?: Date; method?: string } = {},
): Uint8Array => {
  const time = expires ? { expires } : { timestamp: deps.clock() }
  const unsigned = { method, host: HOST, path: '/', params: new Map(Object.entries(params)) }
  return Buffer.from(encodeForm(sign(unsigned, { ...key, time })))
}

/** Asks for an operation as a key's owner. */
export const call = (deps: DepotDeps, Action: string, params: Readonly<Record<string, string>> = {}, key = KEY) =>
  ask(deps, { body: signed(deps, { Action, ...params }, { key }) })
