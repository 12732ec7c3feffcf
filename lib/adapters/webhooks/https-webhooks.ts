import { lookup as systemLookup } from 'node:dns/promises'
import { request } from 'node:https'
import ipaddr from 'ipaddr.js'
import type { WebhookMessage, Webhooks } from '../../webhooks/ports.ts'
import { addressIn, isPublicAddress } from '../../webhooks/public-address.ts'
import { WebhookError } from '../../webhooks/webhook-error.ts'

export interface HttpsWebhookOptions {
  /** From the first look-up until the answer's head. Default: 10 seconds */
  readonly timeoutMs?: number
  /** Default: the system's resolver */
  readonly lookup?: (host: string) => Promise<readonly string[]>
  /** Which addresses may be called. Default: public ones */
  readonly isAllowed?: (address: string) => boolean
  /** Certificates to trust besides the usual ones. */
  readonly ca?: string
}

const TIMEOUT_MS = 10_000

/**
 * Posts over https to public addresses only. The name is looked up once, every address that it has must be public, and
 * the connection goes to the very address that was looked at: a name that points elsewhere a moment later reaches nothing.
 * Redirects are not followed.
 */
export const createHttpsWebhooks = (options: HttpsWebhookOptions = {}): Webhooks => {
  const { timeoutMs = TIMEOUT_MS, lookup = lookUp, isAllowed = isPublicAddress, ca } = options
  return {
    post: async ({ url, headers, body }) => {
      const signal = AbortSignal.timeout(timeoutMs)
      const address = await before(signal, allowedAddress(url, lookup, isAllowed))
      const status = await send({ url, headers, body }, address, signal, ca)
      if (status >= 200 && status < 300) return
      // Of all 4xx only these mean that the same message may be taken later.
      const isFinal = status >= 300 && status < 500 && ![408, 409, 425, 429].includes(status)
      throw new WebhookError(`The webhook at ${url.host} answered ${status}`, { isFinal })
    },
  }
}

const lookUp = async (host: string) => (await systemLookup(host, { all: true })).map(({ address }) => address)

const allowedAddress = async (
  url: URL,
  lookup: (host: string) => Promise<readonly string[]>,
  isAllowed: (address: string) => boolean,
): Promise<string> => {
  const { protocol, hostname, host } = url
  if (protocol !== 'https:') throw new WebhookError(`The webhook at ${host} is not https`, { isFinal: true })
  const literal = addressIn(url)
  const addresses = literal ? [literal] : await lookup(hostname).catch(cause => notFound(host, cause))
  const [first] = addresses
  if (first === undefined) return notFound(host)
  if (addresses.every(isAllowed)) return first
  throw new WebhookError(`The webhook at ${host} has an address that is not public`, { isFinal: true })
}

const notFound = (host: string, cause?: unknown): never => {
  throw new WebhookError(`The webhook's host ${host} cannot be found`, { isFinal: false, cause })
}

/** A resolver that never answers is given up like a server that never does. */
const before = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(noAnswer(signal.reason)), { once: true })
    work.then(resolve, reject)
  })

const noAnswer = (cause: unknown) =>
  new WebhookError('The webhook did not answer, or not in time', { isFinal: false, cause })

const send = (
  { url, headers, body }: WebhookMessage,
  address: string,
  signal: AbortSignal,
  ca: string | undefined,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const family = ipaddr.parse(address).kind() === 'ipv6' ? 6 : 4
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), 'user-agent': 'Waybill' },
      // Pinned: regardless of what the name resolves to now, and without another message's connection.
      lookup: (_host, { all }, callback) =>
        all ? callback(null, [{ address, family }]) : callback(null, address, family),
      agent: false,
      signal,
      ...(ca && { ca }),
    })
    outgoing.once('response', answer => {
      // Its body is of no use, and might never end.
      answer.destroy()
      resolve(answer.statusCode ?? 0)
    })
    outgoing.once('error', error => reject(noAnswer(error)))
    outgoing.end(body)
  })
