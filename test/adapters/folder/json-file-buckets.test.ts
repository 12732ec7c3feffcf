import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createJsonFileBuckets, createJsonFileOwners } from '../../../lib/adapters/folder/json-file-buckets.ts'

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

  it("may have owners, by team or by access key; without them they are anybody's", async () => {
    const file = await write(
      JSON.stringify({
        ours: { region: 'us-east-1', owners: ['lab', 'AKIDONE'] },
        nobodys: { region: 'us-east-1', owners: [] },
        common: { region: 'us-east-1' },
      }),
    )
    const owners = createJsonFileOwners(file)
    const by = { team: 'film', accessKeyId: 'AKIDTWO' }

    expect(await createJsonFileBuckets(file).find('ours')).toMatchObject({ owners: ['lab', 'AKIDONE'] })
    expect(await owners.mayUse('ours', { ...by, team: 'lab' })).toBe(true)
    expect(await owners.mayUse('ours', { ...by, accessKeyId: 'AKIDONE' })).toBe(true)
    expect(await owners.mayUse('ours', by)).toBe(false)
    expect(await owners.mayUse('nobodys', { ...by, team: 'lab' })).toBe(false)
    expect(await owners.mayUse('common', by)).toBe(true)
    expect(await owners.mayUse('elsewhere', by)).toBe(true)
  })

  it.each([
    ['owners that are no list', '{"mybucket": {"region": "r", "owners": "lab"}}', /bucket "mybucket" must be like/],
    ['no JSON', 'mybucket', /is not JSON/],
    ['a bucket twice', '{"mybucket": {"region": "r"}, "mybucket": {"region": "r"}}', /has \/mybucket twice/],
    ['a list', '["mybucket"]', /must hold one JSON object/],
    ['a bucket without a region', '{"mybucket": {"writable": true}}', /bucket "mybucket" must be like/],
    ['a permission that is none', '{"mybucket": {"region": "r", "writable": "yes"}}', /bucket "mybucket" must be like/],
    ['a bucket that is only a region', '{"mybucket": "us-east-1"}', /bucket "mybucket" must be like/],
  ])("are an operator's mistake: %s", async (_, text, complaint) => {
    const buckets = createJsonFileBuckets(await write(text))

    await expect(buckets.find('mybucket')).rejects.toThrow(complaint)
  })
})
