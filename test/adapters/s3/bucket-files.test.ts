import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createS3BucketFiles } from '../../../lib/adapters/s3/bucket-files.ts'
import { itKeepsBucketFiles } from '../../contract/bucket-files.ts'
import { startS3WithClient } from '../../support/s3-server.ts'

describe('buckets in S3', () => {
  let s3: Awaited<ReturnType<typeof startS3WithClient>>
  beforeAll(async () => {
    s3 = await startS3WithClient()
  })
  afterAll(() => s3.stop())

  itKeepsBucketFiles(async () => {
    s3.objects.clear()
    return createS3BucketFiles(s3.client)
  })

  it('have the file under its bucket and key', async () => {
    s3.objects.clear()
    await createS3BucketFiles(s3.client).put(
      { bucket: 'mylogs', key: 'logs/a b.pdf' },
      Buffer.from('a'),
      'application/pdf',
    )

    expect([...s3.objects.keys()]).toEqual(['/mylogs/logs/a%20b.pdf'])
  })
})
