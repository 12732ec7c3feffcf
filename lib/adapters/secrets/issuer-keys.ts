import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

/** The issuer's keys cannot be fetched. */
export class KeysUnreachable extends Error {
  override readonly name = 'KeysUnreachable'
}

/** A provider's key has about half a kilobyte, and the largest have a few dozen. */
const MOST_BYTES = 1024 * 1024

const OK = 200

/**
 * Fetches what the issuer publishes. `node:http` and not `fetch`, which a cold authoriser takes twice as long to load as all
 * else that it starts with.
 *
 * @param timeoutMs until all of it must have come
 * @throws KeysUnreachable also for a redirect: the keys are where the settings say, or nowhere
 */
export const fetchKeys = async (address: string, timeoutMs: number): Promise<ArrayBuffer> => {
  const answer = await answerOf(new URL(address), timeoutMs).catch((cause: unknown) => {
    throw new KeysUnreachable(`${address} does not answer`, { cause })
  })
  if (answer.statusCode !== OK) {
    answer.destroy()
    throw new KeysUnreachable(`${address} answers ${answer.statusCode}`)
  }
  return bytesOf(answer).catch((cause: unknown) => {
    throw new KeysUnreachable(`${address} broke off`, { cause })
  })
}

const answerOf = (url: URL, timeoutMs: number): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp
    request(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) })
      .on('response', resolve)
      .on('error', reject)
      .end()
  })

const bytesOf = async (answer: IncomingMessage): Promise<ArrayBuffer> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of answer) {
    // Node's streams of bytes yield Buffers; only their types do not say so.
    const bytes = chunk as Uint8Array
    length += bytes.length
    if (length > MOST_BYTES) throw new Error(`The answer has more than ${MOST_BYTES} bytes`)
    chunks.push(bytes)
  }
  return new Uint8Array(Buffer.concat(chunks)).buffer
}
