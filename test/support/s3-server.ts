import { createServer } from 'node:http'
import { S3Client } from '@aws-sdk/client-s3'
import { close, listen } from '../../lib/local/http-server.ts'

/**
 * As much of S3's protocol as a conditional PutObject, GetObject, ListObjectsV2 and DeleteObject need (S3 API reference), in memory.
 * It takes what the real SDK sends, so that what is tested is the adapter and the SDK together.
 */
export const startS3 = async () => {
  const objects = new Map<string, Buffer>()
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
      objects.delete(key)
      return response.writeHead(204).end()
    }
    const [, query = ''] = request.url?.split('?') ?? []
    const prefix = new URLSearchParams(query).get('prefix')
    if (prefix !== null) {
      const bucket = `${key.replace(/\/$/, '')}/`
      const names = [...objects.keys()].filter(name => name.startsWith(`${bucket}${prefix}`))
      const contents = names.map(
        name => `<Contents><Key>${decodeURIComponent(name.slice(bucket.length))}</Key></Contents>`,
      )
      const list = `<KeyCount>${names.length}</KeyCount>${contents.join('')}`
      return response.writeHead(200).end(`<ListBucketResult>${list}</ListBucketResult>`)
    }
    const object = objects.get(key)
    return object ? response.writeHead(200).end(object) : fail(404, 'NoSuchKey')
  })
  return { url: await listen(server, 0), objects, stop: () => close(server) }
}

/** The same, with a client of it. */
export const startS3WithClient = async () => {
  const { url, objects, stop } = await startS3()
  const client = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  return {
    client,
    objects,
    stop: async () => {
      client.destroy()
      await stop()
    },
  }
}
