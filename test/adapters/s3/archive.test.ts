import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createS3Archive } from '../../../lib/adapters/s3/archive.ts'
import { createS3Removal } from '../../../lib/adapters/s3/archive-removal.ts'
import { itIsAnArchive } from '../../contract/archive.ts'
import { startS3WithClient } from '../../support/s3-server.ts'

describe('S3Archive', () => {
  let s3: Awaited<ReturnType<typeof startS3WithClient>>
  beforeAll(async () => {
    s3 = await startS3WithClient()
  })
  afterAll(() => s3.stop())

  itIsAnArchive(async () => {
    s3.objects.clear()
    const clock = () => new Date()
    return { ...createS3Archive(s3.client, 'log-bucket'), ...createS3Removal(s3.client, 'log-bucket', clock) }
  })

  it('puts an object under its bucket and name', async () => {
    s3.objects.clear()

    await createS3Archive(s3.client, 'log-bucket').put('signatures/lab/AB123/SIGNATURE', Buffer.from('a'), 'text/plain')

    expect([...s3.objects.keys()]).toEqual(['/log-bucket/signatures/lab/AB123/SIGNATURE'])
  })
})
