/** Why a server answers a request itself, before the function that it serves sees it. */
export type ServerErrorCode = 'HEADERS_TOO_LARGE' | 'REQUEST_INCOMPLETE' | 'REQUEST_MALFORMED' | 'SERVER_STOPPING'

export interface ServerError {
  readonly code: ServerErrorCode
  readonly status: number
  readonly detail: string
  readonly retryAfterSeconds?: number
}

/**
 * A request line and headers may have this many bytes: a manifest of the largest size (64 KB) in a query string, each of
 * its bytes percent-encoded, and as much again as other servers take in all.
 */
export const MAX_HEAD_BYTES = 3 * 64 * 1024 + 32 * 1024

export const HEADERS_TOO_LARGE: ServerError = {
  code: 'HEADERS_TOO_LARGE',
  status: 431,
  detail: `The request line and the headers must not have more than ${MAX_HEAD_BYTES} bytes together. Send a long manifest in the body of a POST.`,
}

export const STOPPING: ServerError = {
  code: 'SERVER_STOPPING',
  status: 503,
  detail: 'This server is stopping; nothing was done. Send the same request again.',
  retryAfterSeconds: 5,
}

export const malformed = (detail: string): ServerError => ({ code: 'REQUEST_MALFORMED', status: 400, detail })

/** What Node's HTTP parser and its clock say of a connection, as an error that its client can read. */
export const serverErrorOf = ({ code }: { readonly code?: string | undefined }): ServerError => {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return HEADERS_TOO_LARGE
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        code: 'REQUEST_INCOMPLETE',
        status: 408,
        detail: 'The rest of the request did not come in time; nothing was done.',
      }
    default:
      return malformed('This is not an HTTP request that can be read; nothing was done.')
  }
}

/** The target of the request line that a piece of a connection begins with, if it begins with one. */
export const targetIn = (piece: Uint8Array | undefined): string | undefined => {
  const [, target] =
    /^[A-Z]{3,20} (\S{1,2048})/.exec(Buffer.from(piece?.subarray(0, 4096) ?? []).toString('latin1')) ?? []
  return target
}
