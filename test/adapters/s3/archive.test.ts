import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createS3Archive } from '../../../lib/adapters/s3/archive.ts'
import { itIsAnArchive } from '../../contract/archive.ts'
import { startS3 } from '../../support/s3-server.ts'

describe('S3Archive', () => {
  let s3: Awaited<ReturnType<typeof startS3>>
  let client: S3Client
  beforeAll(async () => {
    s3 = await startS3()
    client = new S3Client({
      endpoint: s3.url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
  })
  afterAll(async () => {
    client.destroy()
    await s3.stop()
  })

  itIsAnArchive(async () => {
    s3.objects.clear()
    return createS3Archive(client, 'log-bucket')
  })

  it('puts an object under its bucket and name', async () => {
    s3.objects.clear()

    await createS3Archive(client, 'log-bucket').put('signatures/lab/AB123/SIGNATURE', Buffer.from('a'), 'text/plain')

    expect([...s3.objects.keys()]).toEqual(['/log-bucket/signatures/lab/AB123/SIGNATURE'])
  })
})
