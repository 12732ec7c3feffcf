import { createServer, type Server } from 'node:http'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createS3Buckets } from '../../../lib/adapters/s3/buckets.ts'
import { close, listen } from '../../../lib/local/http-server.ts'

/** What S3 answers to HeadBucket (S3 API reference, HeadBucket; a HEAD has no body), by bucket. */
const ANSWERS: Readonly<Record<string, { status: number; region?: string }>> = {
  here: { status: 200, region: 'us-east-1' },
  'no-regions': { status: 200 },
  ireland: { status: 301, region: 'eu-west-1' },
  frankfurt: { status: 400, region: 'eu-central-1' },
  locked: { status: 403, region: 'us-west-2' },
  odd: { status: 400 },
  broken: { status: 500 },
}

describe('the buckets of S3, asked with HeadBucket', () => {
  let server: Server
  let client: S3Client
  const asked: string[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      const [, name = ''] = request.url?.split(/[/?]/) ?? []
      asked.push(`${request.method} ${name}`)
      const { status, region } = ANSWERS[name] ?? { status: 404 }
      response.writeHead(status, region ? { 'x-amz-bucket-region': region } : {}).end()
    })
    client = new S3Client({
      endpoint: await listen(server, 0),
      region: 'us-east-1',
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
  })
  afterAll(async () => {
    client.destroy()
    await close(server)
  })

  it.each([
    ['here', { region: 'us-east-1', writable: true }],
    ['no-regions', { region: 'us-east-1', writable: true }],
    ['ireland', { region: 'eu-west-1', writable: true }],
    ['frankfurt', { region: 'eu-central-1', writable: true }],
    ['locked', { region: 'us-west-2', writable: false }],
    ['nobody-has-it', undefined],
  ])('%s is %j', async (name, bucket) => {
    expect(await createS3Buckets(client).find(name)).toEqual(bucket)
    expect(asked.at(-1)).toBe(`HEAD ${name}`)
  })

  it.each(['broken', 'odd'])('%s is no answer at all', async name => {
    await expect(createS3Buckets(client).find(name)).rejects.toThrow()
  })

  it.each(['', 'a', '../etc', 'arn:aws:s3:::x', 'a/b', 'a b'])('%j is no name to ask for', async name => {
    const before = asked.length

    expect(await createS3Buckets(client).find(name)).toBeUndefined()
    expect(asked).toHaveLength(before)
  })
})
