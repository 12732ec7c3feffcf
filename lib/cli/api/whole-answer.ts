import { jsonOf } from '../../json.ts'
import { NoAnswer } from '../command-error.ts'

/** More than any answer of Waybill has. */
const MOST_BYTES = 64 * 1024 * 1024

const WITHOUT_BODY = new Set([204, 205, 304])

/**
 * The whole answer to a request, as Waybill gives it. A proxy, a sign-in page or another program may be what answers: what comes
 * from those is none. Redirects are not followed: what is sent is for the address that was named.
 *
 * @throws NoAnswer
 */
export const wholeAnswer = async (request: Request, signal: AbortSignal): Promise<Response> => {
  const { origin } = new URL(request.url)
  const answer = await fetch(request, { signal, redirect: 'manual' }).catch((error: unknown) => {
    throw new NoAnswer(`No answer from ${origin}${reasonOf(error)}. ${ELSEWHERE}`)
  })
  const { status, headers } = answer
  const type = headers.get('content-type')?.toLowerCase() ?? ''
  if (status >= 300 && status < 400 && status !== 304) {
    throw new NoAnswer(`${origin} answers with a redirect to ${headers.get('location') ?? 'nowhere'}. ${STRANGER}`)
  }
  if (WITHOUT_BODY.has(status)) return answer
  const bytes = await bodyOf(answer, origin)
  const isJson = /[/+]json\b/.test(type)
  if (type.startsWith('text/html') || (isJson && jsonOf(bytes.toString('utf8')) === undefined)) {
    throw new NoAnswer(`${origin} answers (${status}) with ${isJson ? 'broken JSON' : 'a web page'}. ${STRANGER}`)
  }
  return new Response(bytes, { status, headers })
}

const ELSEWHERE = 'Is it running? Choose another address with --endpoint-url or WAYBILL_URL.'
const STRANGER = 'Waybill does not: is a proxy or a sign-in page in between, or is the address another one?'

const bodyOf = async ({ body }: Response, origin: string): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk)
      length += chunk.length
      if (length > MOST_BYTES) break
    }
  } catch (error) {
    throw new NoAnswer(`The answer of ${origin} was cut off${reasonOf(error)}.`)
  }
  if (length <= MOST_BYTES) return Buffer.concat(chunks)
  throw new NoAnswer(`The answer of ${origin} has more than ${MOST_BYTES} bytes. ${STRANGER}`)
}

/** What the system reports, in brackets: a code, which has nothing of what was sent. */
const reasonOf = (error: unknown): string => {
  const { name, cause } = (error ?? {}) as { readonly name?: unknown; readonly cause?: { readonly code?: unknown } }
  if (name === 'TimeoutError') return ' in time'
  const code = typeof cause?.code === 'string' ? cause.code : undefined
  if (code === undefined) return ''
  return /CERT|SELF_SIGNED|ISSUER/.test(code)
    ? ` (${code}: NODE_EXTRA_CA_CERTS names certificates to trust)`
    : ` (${code})`
}
