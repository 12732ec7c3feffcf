import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createS3TeamBuckets } from '../../../lib/adapters/s3/team-buckets.ts'
import type { TeamBuckets } from '../../../lib/jobs/ports.ts'
import { startS3 } from '../../support/s3-server.ts'

describe('S3TeamBuckets', () => {
  let s3: Awaited<ReturnType<typeof startS3>>
  let client: S3Client
  let buckets: TeamBuckets
  beforeAll(async () => {
    s3 = await startS3()
    client = new S3Client({
      endpoint: s3.url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    })
  })
  afterAll(async () => {
    client.destroy()
    await s3.stop()
  })
  beforeEach(() => {
    s3.objects.clear()
    buckets = createS3TeamBuckets(client, ['lab-logs', 'film-logs'])
  })

  it('may write to the buckets that are listed only', () => {
    expect(['lab-logs', 'film-logs', 'other', 'lab-log', ''].map(buckets.isWritable)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('puts an object where there is none', async () => {
    await buckets.put('lab-logs', 'logs/AB123/SIGNATURE', Buffer.from('a'), 'text/plain')

    expect([...s3.objects].map(([name, bytes]) => [name, bytes.toString()])).toEqual([
      ['/lab-logs/logs/AB123/SIGNATURE', 'a'],
    ])
  })

  it('leaves what is there as it is, and takes that for done', async () => {
    await buckets.put('lab-logs', 'AB123/SIGNATURE', Buffer.from('a'), 'text/plain')
    await buckets.put('lab-logs', 'AB123/SIGNATURE', Buffer.from('b'), 'text/plain')

    expect(s3.objects.get('/lab-logs/AB123/SIGNATURE')?.toString()).toBe('a')
  })

  it('fails where S3 does', async () => {
    const nowhere = createS3TeamBuckets(
      new S3Client({
        endpoint: 'http://127.0.0.1:1',
        region: 'us-east-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        maxAttempts: 1,
      }),
      ['lab-logs'],
    )

    await expect(nowhere.put('lab-logs', 'a', Buffer.from('a'), 'text/plain')).rejects.toThrow('ECONNREFUSED')
  })
})
