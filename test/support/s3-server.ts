import { createServer } from 'node:http'
import { S3Client } from '@aws-sdk/client-s3'
import { close, listen } from '../../lib/local/http-server.ts'

/** Few, so that lists have more pages than one. */
const VERSIONS_A_PAGE = 2

/**
 * As much of S3's protocol as a conditional PutObject, GetObject, ListObjectsV2, ListObjectVersions, GetObjectRetention and
 * DeleteObject need (S3 API reference), in memory. Each object has one version, which a delete marker hides; a bucket has a lock
 * where a test sets one.
 * It takes what the real SDK sends, so that what is tested is the adapter and the SDK together.
 */
export const startS3 = async () => {
  const objects = new Map<string, Buffer>()
  const hidden = new Set<string>()
  /** When the lock of an object is over, by its bucket and name. */
  const locks = new Map<string, Date>()
  const server = createServer(async (request, response) => {
    const key = request.url?.split('?')[0] ?? ''
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const fail = (status: number, code: string) =>
      response.writeHead(status, { 'Content-Type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`)

    if (request.method === 'PUT') {
      if (request.headers['if-none-match'] === '*' && objects.has(key)) return fail(412, 'PreconditionFailed')
      if (String(request.headers['x-amz-content-sha256']).startsWith('STREAMING')) return fail(501, 'NotImplemented')
      objects.set(key, body)
      return response.writeHead(200, { ETag: '"etag"' }).end()
    }
    if (request.method === 'DELETE') {
      if (!request.url?.includes('versionId=')) hidden.add(key)
      else if ((locks.get(key)?.getTime() ?? 0) > Date.now()) return fail(403, 'AccessDenied')
      else hidden.delete(key)
      objects.delete(key)
      return response.writeHead(204).end()
    }
    const [, query = ''] = request.url?.split('?') ?? []
    const asked = new URLSearchParams(query)
    const bucket = `${key.replace(/\/$/, '')}/`
    const isNamed = (name: string) => name.startsWith(`${bucket}${asked.get('prefix')}`)
    if (asked.has('list-type')) {
      const count = [...objects.keys()].filter(isNamed).length
      return response.writeHead(200).end(`<ListBucketResult><KeyCount>${count}</KeyCount></ListBucketResult>`)
    }
    if (asked.has('versions')) {
      const named = [...objects.keys(), ...hidden].filter(isNamed)
      const left = named.filter(name => name > `${bucket}${asked.get('key-marker') ?? ''}`).sort()
      const page = left.slice(0, VERSIONS_A_PAGE)
      const keyOf = (name: string | undefined) => decodeURIComponent(name?.slice(bucket.length) ?? '')
      const versions = page.map(name => {
        const isLatest = `<IsLatest>${objects.has(name)}</IsLatest>`
        return `<Version><Key>${keyOf(name)}</Key><VersionId>null</VersionId>${isLatest}</Version>`
      })
      const isTruncated = `<IsTruncated>${page.length < left.length}</IsTruncated>`
      const next = `${isTruncated}<NextKeyMarker>${keyOf(page.at(-1))}</NextKeyMarker>`
      return response.writeHead(200).end(`<ListVersionsResult>${next}${versions.join('')}</ListVersionsResult>`)
    }
    if (asked.has('retention')) {
      const until = locks.get(key)
      if (!until) return locks.size === 0 ? fail(400, 'InvalidRequest') : fail(404, 'NoSuchObjectLockConfiguration')
      const date = `<RetainUntilDate>${until.toISOString()}</RetainUntilDate>`
      return response.writeHead(200).end(`<Retention><Mode>GOVERNANCE</Mode>${date}</Retention>`)
    }
    const object = objects.get(key)
    return object ? response.writeHead(200).end(object) : fail(404, 'NoSuchKey')
  })
  return { url: await listen(server, 0), objects, hidden, locks, stop: () => close(server) }
}

/** The same, with a client of it. */
export const startS3WithClient = async () => {
  const { url, stop, ...state } = await startS3()
  const client = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  return {
    client,
    ...state,
    stop: async () => {
      client.destroy()
      await stop()
    },
  }
}
