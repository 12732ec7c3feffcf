import { jsonOf } from '../json.ts'
import { apiConfig } from '../settings/config.ts'
import { apiAuthorization, requireSafeAddress } from './api-authorization.ts'
import type { Io } from './command.ts'
import { NoAnswer } from './tool-error.ts'

/** What Waybill answered; `undefined`: nothing came. */
export interface ApiAnswer {
  readonly status: number
  /** The parsed JSON; `undefined` without one. */
  readonly body: unknown
}

export interface ApiRequest {
  readonly method: string
  /** From `/v1` on; what is variable in it is percent-encoded. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** The manifest, as text. */
  readonly text?: Uint8Array
}

/** @throws NoAnswer */
export type AskApi = (request: ApiRequest) => Promise<ApiAnswer>

/** Longer than Waybill itself may take for an answer. */
const TIMEOUT_MS = 40_000

/**
 * Waybill's own API, as the command line asks it: on this machine as it is, elsewhere with the token of `WAYBILL_TOKEN`, or
 * signed for API Gateway with the credentials that the AWS SDK finds.
 *
 * @throws ConfigError, ToolError
 */
export const createApiClient = async (io: Io, address?: string): Promise<AskApi> => {
  const { endpoint, token } = apiConfig(io.env, address)
  requireSafeAddress(endpoint)
  const authorize = await apiAuthorization(io, endpoint, token)
  return async ({ method, path, query = {}, text }) => {
    const url = new URL(endpoint.pathname.replace(/\/$/, '') + path, endpoint)
    for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value)
    const headers = { host: url.host, ...(text && { 'content-type': 'text/plain; charset=utf-8' }) }
    const { host: _host, ...sent } = authorize({ method, url, headers, body: text ?? '' })
    const signal = AbortSignal.any([io.stopped, AbortSignal.timeout(TIMEOUT_MS)])
    try {
      const answer = await fetch(url, { method, headers: sent, signal, ...(text && { body: text }) })
      return { status: answer.status, body: jsonOf(await answer.text()) }
    } catch {
      throw new NoAnswer(
        `No answer from ${url.origin}. Is Waybill running? Choose another address with --url or WAYBILL_URL.`,
      )
    }
  }
}
