import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { readPropertiesCredentials } from '../../../lib/adapters/secrets/properties-credentials.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-properties-'))
})
afterEach(() => rm(folder, { recursive: true }))

const read = async (text: string, name = 'AwsCredentials.properties') => {
  await writeFile(join(folder, name), text)
  return readPropertiesCredentials(folder)
}

describe("the tool's credentials file", () => {
  it.each([
    'accessKeyId=AKIA\nsecretKey=a/b+c=\n',
    '# Java properties\r\n! both are comments\r\n\r\naccessKeyId = AKIA\r\n  secretKey = a/b+c=',
    'secretKey: a/b+c\\=\naccessKeyId:AKIA',
    'accessKeyId AKIA\nsecretKey\ta/b+c=  \nsecretKeyOld=x',
  ])('is read: %j', async text => {
    expect(await read(text)).toEqual({
      path: join(folder, 'AwsCredentials.properties'),
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'a/b+c=' },
    })
  })

  it('may be spelled with capitals', async () => {
    expect((await read('accessKeyId=A\nsecretKey=b', 'AWSCredentials.properties'))?.path).toBe(
      join(folder, 'AWSCredentials.properties'),
    )
  })

  it('need not be there', async () => {
    expect(await readPropertiesCredentials(folder)).toBeUndefined()
  })

  it.each(['', 'accessKeyId=A', 'secretKey=hush', '#accessKeyId=A\nsecretKey=hush', 'accessKeyId=\nsecretKey=hush'])(
    'that lacks a line is named, without what it holds: %j',
    async text => {
      const failure = read(text)

      await expect(failure).rejects.toThrow(/AwsCredentials\.properties must have a line accessKeyId=/)
      await expect(failure).rejects.not.toThrow(/hush/)
    },
  )

  it('that cannot be read is named', async () => {
    await mkdir(join(folder, 'AwsCredentials.properties'))

    await expect(readPropertiesCredentials(folder)).rejects.toThrow(/AwsCredentials\.properties cannot be read/)
  })
})
