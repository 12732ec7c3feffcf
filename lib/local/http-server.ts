import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { answerClientErrors } from './client-errors.ts'
import { connectionTurns } from './connection-turns.ts'
import type { RawAnswer } from './raw-answer.ts'
import { HEADERS_TOO_LARGE, MAX_HEAD_BYTES, malformed, type ServerError, STOPPING } from './server-error.ts'

/** A whole request, as it came. */
export interface IncomingRequest {
  readonly method: string
  /** Path and query as the caller wrote them. */
  readonly target: string
  readonly headers: IncomingMessage['headers']
  /** The port that it came to. */
  readonly port: number
  /** The address that it came from. */
  readonly address?: string | undefined
  /** `undefined`: it is larger than the limit, and what came after was not read. */
  readonly body: Uint8Array | undefined
}

/** A function that answers requests, served over HTTP until stopped. */
export interface RunningServer {
  readonly url: string
  /**
   * Answers what has come, and closes. Connections that wait for a next request are closed at once, requests that have come
   * in part have a few seconds more, and after an answer no client is served further.
   */
  stop(): Promise<void>
}

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port: number
  readonly maxBodyBytes: number
  /**
   * The server's own answer to a request that it does not pass on, in the form that its client reads. Default: plain text
   *
   * @param target path and query as the caller wrote them; `undefined`: they could not be read
   */
  readonly answerError?: (error: ServerError, target: string | undefined) => RawAnswer
  /** How long a request may take to come in whole. Default: 30000 */
  readonly requestTimeoutMs?: number
  /** How long, once stopped, the rest of a half-sent request is waited for. Default: 3000 */
  readonly graceMs?: number
}

const REQUEST_TIMEOUT_MS = 30_000
const GRACE_MS = 3_000
/** Who has not taken an answer by then never will. */
const LONGEST_STOP_MS = 30_000

/** No answer of ours is a script, a style or an image of another site's page, even if a browser guesses so. */
const FOR_NO_OTHER_PAGE = { 'X-Content-Type-Options': 'nosniff', 'Cross-Origin-Resource-Policy': 'same-origin' }

/** Serves on 127.0.0.1 only. `answer` must not throw. */
export const serve = async (
  answer: (request: IncomingRequest) => Promise<RawAnswer>,
  {
    port,
    maxBodyBytes,
    answerError = plainText,
    requestTimeoutMs = REQUEST_TIMEOUT_MS,
    graceMs = GRACE_MS,
  }: ServeOptions,
): Promise<RunningServer> => {
  const sockets = new Set<Socket>()
  const answering = new Set<ServerResponse>()
  const turnOf = connectionTurns()
  let isStopping = false

  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const turn = turnOf(incoming, outgoing)
    if (turn && (await turn) === 'gone') return
    const error = isStopping ? STOPPING : errorOf(incoming)
    // Now: of a connection that is cut off while the body comes nothing is known any longer.
    const { method = 'GET', socket } = incoming
    const { target, headers } = originForm(incoming)
    const { remoteAddress: address, localPort = port } = socket
    const body = await readBody(incoming, maxBodyBytes).catch(() => null)
    if (body === null) return outgoing.destroy() // the caller went away while it sent
    if (socket.writableEnded) return // the rest came too late: the caller has its answer already, that nothing was done
    // Not before the body is read: an answer is lost to who still sends.
    if (error) return send(outgoing, answerError(error, incoming.url), { close: true })
    answering.add(outgoing)
    outgoing.once('close', () => answering.delete(outgoing))
    const answered = await answer({ method, target, headers, body, port: localPort, address })
    // Bytes that were not read would look like a next request.
    return send(outgoing, answered, { close: isStopping || body === undefined })
  }
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(requestTimeoutMs, REQUEST_TIMEOUT_MS),
      maxHeaderSize: LARGEST_READ_HEAD_BYTES,
      // Without a host the request is refused by us, in a form that its client reads.
      requireHostHeader: false,
    },
    respond,
  )
  // A client that has sent all that it will send may say so and still read. Node's types leave this setting out.
  Object.assign(server, { httpAllowHalfOpen: true })
  // Nothing that is expected of us but the usual answer (RFC 9110, section 10.1.1).
  server.on('checkExpectation', respond)
  answerClientErrors(server, (error, target) => forNoOtherPage(answerError(error, target)))
  server.on('connection', socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const url = await listen(server, port)

  const stop = async () => {
    isStopping = true
    const closed = close(server)
    const endHalfSent = setTimeout(() => {
      const busy = new Set([...answering].map(({ req }) => req.socket))
      for (const socket of sockets) if (!busy.has(socket)) socket.destroy()
    }, graceMs)
    const endAll = setTimeout(() => server.closeAllConnections(), LONGEST_STOP_MS)
    await closed
    clearTimeout(endHalfSent)
    clearTimeout(endAll)
  }
  return { url, stop }
}

/** RFC 9112, section 3.2.2: who asks as one asks a proxy writes the whole address, and that counts, not `Host`. */
const originForm = ({ url = '/', headers }: IncomingMessage): Pick<IncomingRequest, 'target' | 'headers'> => {
  const [, host, rest = ''] = /^http:\/\/([^/?#]*)(.*)$/i.exec(url) ?? []
  if (host === undefined) return { target: url, headers }
  return { target: rest.startsWith('/') ? rest : `/${rest}`, headers: { ...headers, host } }
}

const forNoOtherPage = ({ headers, ...answer }: RawAnswer): RawAnswer => ({
  ...answer,
  headers: { ...FOR_NO_OTHER_PAGE, ...headers },
})

const send = (outgoing: ServerResponse, answer: RawAnswer, { close }: { close: boolean }) => {
  const { status, headers, body } = forNoOtherPage(answer)
  if (close) outgoing.setHeader('Connection', 'close')
  // RFC 9110, section 8.6: neither of the two has a body whose length could be said.
  const length = status === 204 || status === 304 ? {} : { 'Content-Length': Buffer.byteLength(body) }
  outgoing.writeHead(status, { ...headers, ...length }).end(body)
}

const plainText = ({ status, detail, retryAfterSeconds }: ServerError): RawAnswer => ({
  status,
  headers: {
    'Content-Type': 'text/plain; charset=utf-8',
    ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
  },
  body: `${detail}\n`,
})

/** More than is accepted is read, so that a sender of too much gets an answer in the form of the request's path. */
const LARGEST_READ_HEAD_BYTES = 1024 * 1024

const errorOf = (incoming: IncomingMessage): ServerError | undefined => {
  const { headersDistinct, httpVersion, rawHeaders, url = '' } = incoming
  const hosts = headersDistinct.host?.length ?? 0
  // RFC 9112, section 3.2: with several `Host` headers each reader could mean another.
  if (hosts > 1 || (hosts === 0 && httpVersion !== '1.0')) return malformed('A request must have one Host header.')
  const headBytes = rawHeaders.reduce((sum, text) => sum + text.length + 2, url.length)
  return headBytes > MAX_HEAD_BYTES ? HEADERS_TOO_LARGE : undefined
}

/** How long a connection may wait for its next request. After the five seconds of Node's own it often ends just as that is sent. */
const KEEP_ALIVE_MS = 75_000

/** Listens on 127.0.0.1; port 0 takes a free one. */
export const listen = (server: Server, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    server.keepAliveTimeout = KEEP_ALIVE_MS
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      // A server that listens on a TCP port has an address with a port.
      const { port: bound } = server.address() as AddressInfo
      resolve(`http://127.0.0.1:${bound}`)
    })
  })

export const close = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })

/** How many times the limit is read and thrown away before the caller is cut off: one that is still sending reads no answer. */
const PATIENCE = 4

/** By its events: to iterate over a stream costs as much as all else that a request needs here. */
const readBody = (incoming: IncomingMessage, limit: number): Promise<Uint8Array | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    incoming.on('data', (bytes: Uint8Array) => {
      length += bytes.length
      if (length <= limit) chunks.push(bytes)
      if (length <= limit * PATIENCE) return
      incoming.destroy()
      resolve(undefined)
    })
    incoming.once('end', () => resolve(length > limit ? undefined : Buffer.concat(chunks)))
    incoming.once('error', reject)
    // Whoever goes away while it sends may leave neither an end nor an error.
    incoming.once('close', () => reject(new Error('The request was not sent whole')))
  })
