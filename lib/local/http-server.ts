import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A whole request, as it came. */
export interface ReceivedRequest {
  readonly method: string
  /** Path and query as the caller wrote them. */
  readonly target: string
  readonly headers: IncomingMessage['headers']
  /** `undefined`: it is larger than the limit, and what came after was not read. */
  readonly body: Uint8Array | undefined
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | string
}

/** A function that answers requests, served over HTTP until stopped. */
export interface RunningServer {
  readonly url: string
  /** Takes no more requests, lets those under way come to their end, and closes. */
  stop(): Promise<void>
}

const REQUEST_TIMEOUT_MS = 30_000

/** Serves on 127.0.0.1 only. `answer` must not throw. */
export const serve = async (
  answer: (request: ReceivedRequest) => Promise<RawAnswer>,
  { port, maxBodyBytes }: { port: number; maxBodyBytes: number },
): Promise<RunningServer> => {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, async (incoming, outgoing) => {
    const body = await readBody(incoming, maxBodyBytes).catch(() => null)
    if (body === null) return outgoing.destroy() // the caller went away while it sent
    const { method = 'GET', url: target = '/', headers } = incoming
    const { status, headers: answerHeaders, body: answerBody } = await answer({ method, target, headers, body })
    // What was not read cannot be told from a next request.
    if (body === undefined) outgoing.setHeader('Connection', 'close')
    outgoing.writeHead(status, { ...answerHeaders, 'Content-Length': Buffer.byteLength(answerBody) }).end(answerBody)
    return undefined
  })
  const url = await listen(server, port)
  return { url, stop: () => close(server) }
}

/** Listens on 127.0.0.1; port 0 takes a free one. */
export const listen = (server: Server, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
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

const readBody = async (incoming: IncomingMessage, limit: number): Promise<Uint8Array | undefined> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of incoming) {
    // Node's streams of bytes yield Buffers; only their types do not say so.
    const bytes = chunk as Uint8Array
    length += bytes.length
    if (length > limit * PATIENCE) return undefined
    if (length <= limit) chunks.push(bytes)
  }
  return length > limit ? undefined : Buffer.concat(chunks)
}
