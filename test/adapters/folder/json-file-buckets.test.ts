import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createJsonFileBuckets } from '../../../lib/adapters/folder/json-file-buckets.ts'

describe('the buckets of a JSON file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-buckets-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const write = async (text: string) => {
    const file = join(folder, 'buckets.json')
    await writeFile(file, text)
    return file
  }

  it('are those that it names, with region and permission', async () => {
    const buckets = createJsonFileBuckets(
      await write('{"mybucket": {"region": "eu-west-1", "writable": false}, "other": {"region": "us-east-1"}}'),
    )

    expect(await buckets.find('mybucket')).toEqual({ region: 'eu-west-1', writable: false })
    expect(await buckets.find('other')).toEqual({ region: 'us-east-1', writable: true })
    expect(await buckets.find('nobucket')).toBeUndefined()
    expect(await buckets.find('constructor')).toBeUndefined()
  })

  it('are read anew for each use', async () => {
    const buckets = createJsonFileBuckets(await write('{}'))
    expect(await buckets.find('late')).toBeUndefined()

    await write('{"late": {"region": "us-east-1", "writable": true}}')

    expect(await buckets.find('late')).toEqual({ region: 'us-east-1', writable: true })
  })

  it.each([
    ['no JSON', 'mybucket', /is not JSON/],
    ['a list', '["mybucket"]', /must hold one JSON object/],
    ['a bucket without a region', '{"mybucket": {"writable": true}}', /bucket "mybucket" must be like/],
    ['a permission that is none', '{"mybucket": {"region": "r", "writable": "yes"}}', /bucket "mybucket" must be like/],
    ['a bucket that is only a region', '{"mybucket": "us-east-1"}', /bucket "mybucket" must be like/],
  ])("are an operator's mistake: %s", async (_, text, complaint) => {
    const buckets = createJsonFileBuckets(await write(text))

    await expect(buckets.find('mybucket')).rejects.toThrow(complaint)
  })
})
