import { clock } from '../adapters/system/system.ts'
import { sign } from '../query-api/sign-v4.ts'
import { apiConfig } from '../settings/config.ts'
import type { Io } from './command.ts'
import { isLoopBack } from './tool-credentials.ts'
import { ToolError } from './tool-error.ts'

/** What Waybill answered; `undefined`: nothing came. */
export interface ApiAnswer {
  readonly status: number
  /** JSON, read; `undefined` where there is none. */
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

/** @throws ToolError where nobody answers */
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
  const isLocal = isLoopBack(endpoint)
  if (endpoint.protocol !== 'https:' && !isLocal) {
    throw new ToolError(`${endpoint} is not https: neither a token nor a manifest is sent there.`)
  }
  const authorize = token !== undefined ? bearer(token) : isLocal ? nobody : await signer(io, endpoint)
  return async ({ method, path, query = {}, text }) => {
    const url = new URL(endpoint.pathname.replace(/\/$/, '') + path, endpoint)
    for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value)
    const headers = { host: url.host, ...(text && { 'content-type': 'text/plain; charset=utf-8' }) }
    const { host: _host, ...sent } = authorize({ method, url, query, headers, body: text ?? '' })
    const signal = AbortSignal.any([io.stopped, AbortSignal.timeout(TIMEOUT_MS)])
    try {
      const answer = await fetch(url, { method, headers: sent, signal, ...(text && { body: text }) })
      return { status: answer.status, body: parseJson(await answer.text()) }
    } catch {
      throw new ToolError(
        `Nobody answers at ${url.origin}. Is Waybill running? Name another address with --url or WAYBILL_URL.`,
      )
    }
  }
}

type Headers = Readonly<Record<string, string>>
type Authorize = (request: {
  readonly method: string
  readonly url: URL
  readonly query: Readonly<Record<string, string>>
  readonly headers: Headers
  readonly body: Uint8Array | string
}) => Headers

const nobody: Authorize = ({ headers }) => headers

const bearer =
  (token: string): Authorize =>
  ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` })

/** What API Gateway calls itself in signatures. */
const SERVICE = 'execute-api'

const signer = async ({ env }: Io, { hostname }: URL): Promise<Authorize> => {
  const { awsCredentials } = await import('../adapters/secrets/aws-credentials.ts')
  const credentials = await awsCredentials().catch(() => undefined)
  if (!credentials) throw new ToolError('No credentials. Set WAYBILL_TOKEN, or configure the AWS SDK.')
  const region = /\.execute-api\.([\w-]+)\./.exec(hostname)?.[1] ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION
  if (region === undefined) throw new ToolError(`Set AWS_REGION to the region of ${hostname}.`)
  return ({ method, url, query, headers, body }) =>
    sign(
      { method, path: url.pathname, query: new Map(Object.entries(query)), headers, body },
      { ...credentials, time: clock(), region, service: SERVICE },
    )
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a page of somebody in between; its status says enough
  }
}
