import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { createFile, createFiles, replaceFile } from '../../../lib/adapters/folder/whole-file.ts'
import { newId } from '../../../lib/adapters/system/system.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('puts a file into a folder that is not there yet, for the owner alone, and leaves nothing beside it', async () => {
  await replaceFile(join(folder, 'a/b/c'), 'one', newId)
  await replaceFile(join(folder, 'a/b/c'), 'two', newId)

  expect(await readFile(join(folder, 'a/b/c'), 'utf8')).toBe('two')
  expect(await readdir(join(folder, 'a/b'))).toEqual(['c'])
  const modes = await Promise.all(
    ['a', 'a/b', 'a/b/c'].map(async name => (await stat(join(folder, name))).mode & 0o777),
  )
  expect(modes).toEqual([0o700, 0o700, 0o600])
})

it('is created by one of many that come at once, and stays as that one made it', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `writer ${index}`)

  const outcomes = await Promise.all(names.map(name => createFile(join(folder, 'secret'), name, newId)))

  expect(outcomes.filter(Boolean)).toHaveLength(1)
  expect(await readFile(join(folder, 'secret'), 'utf8')).toBe(names[outcomes.indexOf(true)])
  expect(await readdir(folder)).toEqual(['secret'])
})

it('puts several at once, each with an outcome of its own', async () => {
  await replaceFile(join(folder, 'there/file'), 'old', newId)
  await replaceFile(join(folder, 'in the way'), 'a file', newId)
  const paths = ['new/one', 'there/file', 'in the way/two', 'new/three', 'new/one']

  const outcomes = await createFiles(
    paths.map((path, index) => ({ path: join(folder, path), contents: `${index}` })),
    newId,
  )

  expect(outcomes).toEqual([
    { isNew: true },
    { isNew: false },
    { error: expect.objectContaining({ code: 'EEXIST', syscall: 'mkdir' }) },
    { isNew: true },
    { isNew: false },
  ])
  expect(
    await Promise.all(['new/one', 'new/three', 'there/file'].map(path => readFile(join(folder, path), 'utf8'))),
  ).toEqual(['0', '3', 'old'])
  expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
    'in the way',
    'new',
    'new/one',
    'new/three',
    'there',
    'there/file',
  ])
})
