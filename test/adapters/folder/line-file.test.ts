import { appendFile, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { createLineFile } from '../../../lib/adapters/folder/line-file.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-lines-'))
  path = join(folder, 'notices.jsonl')
})
afterEach(() => rm(folder, { recursive: true }))

it('adds lines in the order that they came in, for the owner alone', async () => {
  const lines = createLineFile(path)

  await Promise.all(Array.from({ length: 20 }, (_, n) => lines.add({ n })))

  expect(await readFile(path, 'utf8')).toBe(Array.from({ length: 20 }, (_, n) => `{"n":${n}}\n`).join(''))
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

it('begins a line of its own after one that was cut off', async () => {
  await createLineFile(path).add({ n: 1 })
  await appendFile(path, '{"n":2,"half')

  await createLineFile(path).add({ n: 3 })

  expect((await readFile(path, 'utf8')).split('\n')).toEqual(['{"n":1}', '{"n":2,"half', '{"n":3}', ''])
})

it('goes on after a line that could not be written', async () => {
  const missing = createLineFile(join(folder, 'not-yet', 'notices.jsonl'))
  await expect(missing.add({ n: 1 })).rejects.toThrow('ENOENT')

  await rm(folder, { recursive: true })
  await mkdir(join(folder, 'not-yet'), { recursive: true })
  await missing.add({ n: 2 })

  expect(await readFile(join(folder, 'not-yet', 'notices.jsonl'), 'utf8')).toBe('{"n":2}\n')
})
