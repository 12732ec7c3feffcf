import { randomUUID } from 'node:crypto'
import { createDepot } from '../../lib/depot/depot.ts'
import type { DepotDeps, DepotRequest } from '../../lib/depot/depot-deps.ts'
import { encodeForm } from '../../lib/query-api/form.ts'
import { sign } from '../../lib/query-api/sign-v2.ts'
import type { Credentials } from '../../lib/teams/keys.ts'
import { type QueryAnswer, readQueryAnswer } from '../support/query-answer.ts'
import { KEY, STAFF_SECRET } from './depot-fixture.ts'

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
  const body = textOf(answer.body)
  return { ...answer, body, ...readQueryAnswer(body) }
}

const textOf = (body: string | Uint8Array) => (typeof body === 'string' ? body : new TextDecoder().decode(body))

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

/** Asks for an operation as a key's owner, with a request that nobody has sent before. */
export const call = (deps: DepotDeps, Action: string, params: Readonly<Record<string, string>> = {}, key = KEY) =>
  ask(deps, { body: signed(deps, { Action, Nonce: randomUUID(), ...params }, { key }) })

/** Asks as the staff: nothing for the queue, `ABCDE` to look a job up, `ABCDE/receive` and the like to report what was done. */
export const staff = async (
  deps: DepotDeps,
  path: string,
  body: object = {},
  {
    secret = STAFF_SECRET,
    method = path.includes('/') ? 'POST' : 'GET',
    query = '',
    version,
  }: { secret?: string; method?: string; query?: string; version?: string } = {},
) => {
  const {
    status,
    headers,
    body: text,
  } = await createDepot(deps)({
    method,
    path: path === '' ? '/staff/jobs' : `/staff/jobs/${path}`,
    query,
    headers: { authorization: `Bearer ${secret}`, ...(version !== undefined && { 'if-match': version }) },
    body: method === 'GET' ? new Uint8Array() : Buffer.from(JSON.stringify(body)),
  })
  // Its members are what each test looks for.
  return { status, headers, answer: JSON.parse(textOf(text)) as Readonly<Record<string, unknown>> }
}
