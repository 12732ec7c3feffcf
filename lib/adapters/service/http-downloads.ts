import { DownloadFailure } from '../../jobs/download-failure.ts'
import type { Downloads } from '../../jobs/ports.ts'
import { readAtMost } from './read-at-most.ts'

export interface HttpDownloadsOptions {
  /** The service's address. Files there may be fetched. */
  readonly service: URL
  readonly timeoutMs: number
  /** The largest file, in bytes. Default: ten megabytes */
  readonly maxBytes?: number
}

/** S3's own hosts, with the bucket in the name or in the path, in any region. */
const S3_HOST = /^(?:[a-z0-9][a-z0-9.-]*\.)?s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$/

/**
 * Fetches files that the service names: from the service itself, or over https from S3, where the service keeps them.
 * Every other host that an answer names, also in this machine's network, is not called. Redirects are not followed.
 */
export const createHttpDownloads = ({
  service,
  timeoutMs,
  maxBytes = 10_000_000,
}: HttpDownloadsOptions): Downloads => ({
  get: async address => {
    const url = URL.canParse(address) ? new URL(address) : undefined
    if (!url || !isAllowed(url, service)) {
      throw new DownloadFailure('The file is neither at the service nor in S3; it was not fetched')
    }
    try {
      const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
      if (answer.status !== 200 || !answer.body) {
        await answer.body?.cancel()
        throw new DownloadFailure(`${url.host} answered ${answer.status}`)
      }
      const bytes = await readAtMost(answer.body, maxBytes)
      if (bytes) return bytes
      throw new DownloadFailure(`The file has more than ${maxBytes} bytes`)
    } catch (error) {
      if (error instanceof DownloadFailure) throw error
      throw new DownloadFailure(`${url.host} did not give the file`, { cause: error })
    }
  },
})

const isAllowed = (url: URL, service: URL) =>
  url.username === '' &&
  url.password === '' &&
  (url.origin === service.origin || (url.protocol === 'https:' && url.port === '' && S3_HOST.test(url.hostname)))
