import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createFolderBucketFiles } from '../../../lib/adapters/folder/bucket-files.ts'
import { itKeepsBucketFiles } from '../../contract/bucket-files.ts'

describe('buckets as folders', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-buckets-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  itKeepsBucketFiles(async () => createFolderBucketFiles(join(folder, randomUUID()), randomUUID))

  it('lead out of the folder with no name, leave nothing half done, and are for their owner only', async () => {
    const inner = join(folder, 'inner')
    const files = createFolderBucketFiles(inner, randomUUID)
    for (const bucket of ['..', '.', 'mylogs']) {
      await files.put({ bucket, key: '../../stolen' }, Buffer.from('x'), 'text/plain')
    }

    const found = await readdir(inner, { recursive: true })
    expect(found.filter(name => name.includes('stolen'))).toHaveLength(3)
    expect(found.filter(name => name.endsWith('.tmp'))).toEqual([])
    expect((await readdir(folder)).includes('stolen')).toBe(false)
    expect(((await stat(join(inner, 'mylogs'))).mode & 0o077).toString(8)).toBe('0')
  })
})
