import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { ServiceFailure } from '../../jobs/service-failure.ts'

export interface SignedPost {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface ServiceHttpAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/**
 * Posts to the endpoint and reads the answer, as long as `timeoutMs`. Follows no redirect and sends nothing twice.
 *
 * @throws ServiceFailure `not-sent`, `timeout` or `unreadable`
 */
export type Exchange = (endpoint: URL, post: SignedPost, timeoutMs: number) => Promise<ServiceHttpAnswer>

/** A page of 1,000 jobs has about 150 KB. */
const MAX_ANSWER_BYTES = 1024 * 1024

/** The progress of an exchange. While it is `connecting`, no byte of the request has been sent. */
type Progress = 'connecting' | 'sent' | 'answering'

/**
 * Over HTTP.
 *
 * `node:http` and not `fetch`: only the socket's own events show whether a call that ended without an answer was ever sent,
 * and that decides whether a submission may be sent again at once. For the same reason each call has a connection of its
 * own: one that is kept open may be closed by the service while the next request is on its way.
 */
export const httpExchange: Exchange = (endpoint, { headers, body }, timeoutMs) =>
  new Promise((resolve, reject) => {
    const isSecure = endpoint.protocol === 'https:'
    const request = (isSecure ? requestHttps : requestHttp)(endpoint, { method: 'POST', headers, agent: false })
    let progress: Progress = 'connecting'
    let timedOut = false

    const endIt = () => {
      timedOut = true
      request.destroy()
    }
    // A process that was stopped meanwhile, as by a laptop's lid, comes to its timers before it reads what has arrived: first
    // it reads, since that may be the answer.
    const timer = setTimeout(() => setImmediate(() => setImmediate(endIt)), timeoutMs)
    const fail = (cause: unknown) => {
      clearTimeout(timer)
      reject(failure(progress, timedOut, cause))
    }

    request.once('socket', socket => {
      if (!socket.connecting) progress = 'sent'
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        progress = 'sent'
      })
    })
    request.on('error', fail)
    // In some states a destroyed request emits only `close`.
    request.once('close', () => progress === 'answering' || fail(new Error('closed')))
    request.once('response', response => {
      progress = 'answering'
      readBody(response).then(text => {
        clearTimeout(timer)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
      }, fail)
    })
    request.end(body)
  })

const readBody = async (response: IncomingMessage): Promise<string> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response) {
    // Node's streams of bytes yield Buffers; only their types do not say so.
    const bytes = chunk as Uint8Array
    length += bytes.length
    if (length > MAX_ANSWER_BYTES) throw new Error(`The answer has more than ${MAX_ANSWER_BYTES} bytes`)
    chunks.push(bytes)
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
}

const failure = (progress: Progress, timedOut: boolean, cause: unknown): ServiceFailure => {
  const reason = timedOut ? 'in time' : codeOf(cause)
  if (progress === 'connecting') {
    return new ServiceFailure('not-sent', `The service could not be reached (${reason}).`, { cause })
  }
  // The parser's own errors: something answered, but not in HTTP.
  const isGarbage = codeOf(cause).startsWith('HPE_')
  if (!timedOut && (isGarbage || progress === 'answering')) {
    return new ServiceFailure('unreadable', `The service's answer broke off or cannot be read (${reason}).`, { cause })
  }
  return new ServiceFailure('timeout', `The service did not answer (${reason}).`, { cause })
}

const codeOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  return 'message' in error && typeof error.message === 'string' ? error.message : 'unknown'
}
