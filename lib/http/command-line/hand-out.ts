import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { noneMatches } from '../kit/conditional.ts'
import { digestsOf } from '../kit/digests.ts'
import type { HttpAnswer, HttpRequest } from '../kit/exchange.ts'
import { RequestError } from '../kit/request-error.ts'

/** The command line as one file, in the version of this Waybill. `undefined`: it was not built. */
export type CommandLineFile = () => Promise<Uint8Array | undefined>

/** The file name of the download. */
const FILE_NAME = 'waybill.mjs'

/** Answers with the file, which `node waybill.mjs` runs. */
export const handOut = async (request: HttpRequest, file: CommandLineFile | undefined): Promise<HttpAnswer> => {
  const bytes = await present(file)
  const headers = {
    ETag: `"${sha256Of(bytes)}"`,
    'Cache-Control': 'public, max-age=300',
    Vary: 'Accept-Encoding',
  }
  if (!noneMatches(request, headers.ETag)) return { status: 304, headers, body: new Uint8Array() }
  const isGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(request.headers['accept-encoding'] ?? '')
  return {
    status: 200,
    headers: {
      ...headers,
      'Content-Disposition': `attachment; filename="${FILE_NAME}"`,
      // No digests with gzip: RFC 9530 and RFC 3230 both mean the encoded form.
      ...(isGzip ? { 'Content-Encoding': 'gzip' } : digestsOf(bytes)),
    },
    body: isGzip ? gzipSync(bytes) : bytes,
    contentType: 'text/javascript; charset=utf-8',
  }
}

/** Answers with the file's SHA-256, in the form that `sha256sum --check` reads. */
export const checksum = async (file: CommandLineFile | undefined): Promise<HttpAnswer> => ({
  status: 200,
  headers: { 'Cache-Control': 'public, max-age=300' },
  body: new TextEncoder().encode(`${sha256Of(await present(file))}  ${FILE_NAME}\n`),
  contentType: 'text/plain; charset=utf-8',
})

const present = async (file: CommandLineFile | undefined): Promise<Uint8Array> => {
  const bytes = await file?.()
  if (bytes) return bytes
  throw new RequestError(
    'COMMAND_LINE_MISSING',
    'This Waybill was installed without what the command line is built with: "npm ci" in its checkout installs it.',
  )
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
