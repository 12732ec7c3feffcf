import type { components } from '../../client/client.ts'
import { createClient, type WaybillClient } from '../../client/client.ts'
import type { AskedServer, Io } from '../command.ts'
import { CommandError, NoAnswer } from '../command-error.ts'
import { connectionOf } from './connection.ts'
import { patiently } from './patiently.ts'
import { wholeAnswer } from './whole-answer.ts'

type Problem = components['schemas']['Problem']

/** Longer than Waybill itself may take for an answer. */
const TIMEOUT_MS = 40_000

/**
 * A client of the Waybill that the command line, the profile or the environment name. Where no answer comes, its calls throw
 * `NoAnswer`.
 *
 * @throws ConfigError, CommandError
 */
export const waybillClient = async (target: AskedServer, io: Io): Promise<WaybillClient> => {
  const { endpoint, authorize } = await connectionOf(target, io)
  return createClient({
    endpoint: endpoint.href,
    authorize: async request => {
      const url = new URL(request.url)
      const { method } = request
      const body = new Uint8Array(await request.clone().arrayBuffer())
      const headers = { ...Object.fromEntries(request.headers), host: url.host }
      const { host: _host, ...sent } = authorize({ method, url, headers, body })
      return new Request(request, { headers: sent })
    },
    fetch: request =>
      patiently(
        request,
        one => wholeAnswer(one, AbortSignal.any([io.stopped, AbortSignal.timeout(TIMEOUT_MS)])),
        io.stopped,
      ),
  })
}

/** The headers of a manifest that is sent as it is. */
export const AS_TEXT = { 'Content-Type': 'text/plain; charset=utf-8' }

// The document knows a manifest as a text; the client sends bytes as they are, so that Waybill judges the very file.
export const manifestBody = (bytes: Uint8Array): string => bytes as unknown as string

/** What a call of the client brings. */
interface Outcome<T> {
  readonly data?: T | undefined
  readonly error?: unknown
  readonly response: Response
}

/**
 * The answer of a request that was done.
 *
 * @throws CommandError with the problem's own sentence, NoAnswer where it leaves open what was done
 */
export const answered = async <T>(outcome: Promise<Outcome<T>>): Promise<T> => {
  const { data, error, response } = await outcome
  // An answer without a body has no data, and that is what it says.
  if (response.ok) return data as T
  throw failureOf(error, response)
}

/** So many of a problem's entries fit a screen. */
const MOST_PARTS = 20

/** A 5xx says neither yes nor no. */
export const failureOf = (error: unknown, { status, headers }: Response): CommandError => {
  const problem = isProblem(error) ? error : undefined
  const detail = problem ? `${problem.detail} (${problem.code})` : `Waybill answered ${status}.`
  const later = headers.get('retry-after')
  // What has a line is about a manifest, and printed with it.
  const parts = (problem?.errors ?? []).filter(({ line }) => line === undefined).slice(0, MOST_PARTS)
  const all = parts.map(part => `\n  ${[part.pointer, part.detail].filter(Boolean).join(': ')}`).join('')
  const sentence = later !== null && /^\d+$/.test(later) ? `${detail} Try again in ${later} seconds.` : detail
  return status >= 500 || status === 429 ? new NoAnswer(sentence + all) : new CommandError(sentence + all)
}

const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'code' in error && 'detail' in error
