import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createFolderArchive } from '../../../lib/adapters/folder/archive.ts'
import { createFileThread } from '../../../lib/adapters/folder/file-thread.ts'
import { newId } from '../../../lib/adapters/system/system.ts'
import { itIsAnArchive } from '../../contract/archive.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-thread-'))
})
afterEach(() => rm(folder, { recursive: true }))

const thread = createFileThread()
afterAll(thread.close)

const file = (name: string, contents: string | Uint8Array = name) => ({ path: join(folder, name), contents })

describe('an archive that a thread writes', () => {
  itIsAnArchive(async () => createFolderArchive(join(folder, newId()), newId, thread.createFiles))
})

it('puts several at once, each with an outcome of its own, for the owner alone', async () => {
  await thread.createFiles([file('there'), file('in the way')])

  const outcomes = await thread.createFiles([
    file('a/b/new', Buffer.from([0, 255])),
    file('there', 'other'),
    file('in the way/one'),
  ])

  expect(outcomes).toEqual([
    { isNew: true },
    { isNew: false },
    { error: expect.objectContaining({ message: expect.stringContaining('EEXIST') }) },
  ])
  expect(await readFile(join(folder, 'a/b/new'))).toEqual(Buffer.from([0, 255]))
  expect(await readFile(join(folder, 'there'), 'utf8')).toBe('there')
  expect((await stat(join(folder, 'a/b/new'))).mode & 0o777).toBe(0o600)
  expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
    'a',
    'a/b',
    'a/b/new',
    'in the way',
    'there',
  ])
})

it('answers each of several requests with its own outcomes', async () => {
  const requests = Array.from({ length: 12 }, (_, index) =>
    Array.from({ length: 1 + (index % 3) }, (__, number) => file(`${index}/${number}`)),
  )

  const outcomes = await Promise.all(requests.map(files => thread.createFiles(files)))

  expect(outcomes).toEqual(requests.map(files => files.map(() => ({ isNew: true }))))
})

it('lets what was not written fail where the thread ends, and begins another one for the next request', async () => {
  const ended = createFileThread()
  const writing = ended.createFiles([file('a')])

  await Promise.all([ended.close(), expect(writing).rejects.toThrow('The thread that writes files has ended')])

  expect(await ended.createFiles([file('b')])).toEqual([{ isNew: true }])
  await ended.close()
})
