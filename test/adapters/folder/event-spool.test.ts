import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { createEventSpool, type Exclusively, takeInSpool } from '../../../lib/adapters/folder/event-spool.ts'
import { keyStream } from '../../../lib/audit/streams.ts'
import { runUntil } from '../../support/killed.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const ALONE: Exclusively = run => run()
const STREAM = keyStream('AKIAI44QH8DHBEXAMPLE')

let folder: string
let path: string
let world: SubmissionWorld
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-spool-'))
  path = join(folder, 'data', 'events.jsonl')
  world = submissionWorld()
})
afterEach(() => rm(folder, { recursive: true }))

const add = (n: number) =>
  createEventSpool(path, ALONE).append(
    STREAM,
    { principal: 'ann', action: 'put-key', outcome: 'done', detail: `key ${n}` },
    { id: `id-${n}`, at: `2026-11-21T10:00:0${n}.000Z` },
  )
const takeIn = (history = world.deps.history, flushed = async () => undefined) =>
  takeInSpool(path, ALONE, { history, flushed, log: world.deps.log })
const inHistory = async () =>
  (await world.deps.history.stream(STREAM, { limit: 100 })).events.map(({ id, at }) => `${id} ${at.slice(17, 19)}`)

it('gives its events to the history with their times, once, and then has none', async () => {
  await add(1)
  await add(2)
  expect((await stat(path)).mode & 0o777).toBe(0o600)

  await takeIn()
  await takeIn()

  expect(await inHistory()).toEqual(['id-1 01', 'id-2 02'])
  expect(await readdir(join(folder, 'data'))).toEqual([])
})

it('loses and doubles none where taking them in is broken off, and others come meanwhile', async () => {
  for (let step = 0; step < 3; step += 1) {
    for (const isDone of [false, true]) {
      world = submissionWorld()
      for (const n of [1, 2, 3]) await add(n)
      await runUntil({ step, isDone }, port => takeIn(port(world.deps.history)))
      await add(4)

      await takeIn()
      await takeIn()

      expect({ step, isDone, has: await inHistory() }).toEqual({
        step,
        isDone,
        has: ['id-1 01', 'id-2 02', 'id-3 03', 'id-4 04'],
      })
    }
  }
})

it('leaves out a line that a power cut has cut off, and reports it without its text', async () => {
  await add(1)
  await appendFile(path, '{"stream":"key/AKIA')
  await add(2)
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(4)

  await takeIn()

  expect(await inHistory()).toEqual(['id-1 01', 'id-2 02'])
  expect(world.errors).toEqual(['a line of the events that wait for the history cannot be read'])
})

it('gives nothing away before the history is flushed, and takes it in once where that fails', async () => {
  await add(1)
  await expect(takeIn(world.deps.history, () => Promise.reject(new Error('EIO')))).rejects.toThrow('EIO')
  await takeIn()

  expect(await inHistory()).toEqual(['id-1 01'])
})
