import { expect, it } from '@jest/globals'
import { createSharedFlush } from '../../../lib/adapters/sqlite/shared-flush.ts'

/** Flushes that end when the test lets them. */
const slowDisk = () => {
  const begun: PromiseWithResolvers<void>[] = []
  const marks: number[] = []
  const shared = createSharedFlush(
    () => {
      const flush = Promise.withResolvers<void>()
      begun.push(flush)
      return flush.promise
    },
    commits => marks.push(commits),
  )
  const ended: string[] = []
  return {
    ...shared,
    marks,
    ended,
    flushes: () => begun.length,
    wait: (name: string) => {
      const end = (how: string) => () => void ended.push(`${name}${how}`)
      void shared.flushed().then(end(''), end(' failed'))
    },
    end: async (index: number) => {
      begun[index]?.resolve()
      await new Promise(setImmediate)
    },
    fail: async (index: number) => {
      begun[index]?.reject(new Error('EIO'))
      await new Promise(setImmediate)
    },
  }
}

it('flushes nothing where everything is flushed', async () => {
  const disk = slowDisk()
  await disk.flushed()
  disk.committed(1)
  disk.wait('one')
  await disk.end(0)
  await disk.flushed()

  expect(disk.flushes()).toBe(1)
})

it('lets all who wait when a flush begins share it', async () => {
  const disk = slowDisk()
  disk.committed(3)
  for (const name of ['one', 'two', 'three']) disk.wait(name)
  await disk.end(0)

  expect(disk.ended).toEqual(['one', 'two', 'three'])
  expect(disk.marks).toEqual([3])
})

it('does not count what was committed while a flush was under way as flushed by it', async () => {
  const disk = slowDisk()
  disk.committed(1)
  disk.wait('one')
  disk.committed(2)
  for (const name of ['two', 'three']) disk.wait(name)
  expect(disk.flushes()).toBe(1)

  await disk.end(0)
  expect([disk.ended, disk.flushes(), disk.marks]).toEqual([['one'], 2, [1]])

  await disk.end(1)
  expect([disk.ended, disk.flushes(), disk.marks]).toEqual([['one', 'two', 'three'], 2, [1, 2]])
})

it('covers what came between the end of one flush and the start of the next', async () => {
  const disk = slowDisk()
  disk.committed(1)
  disk.wait('one')
  disk.committed(2)
  disk.wait('two')
  disk.committed(3)
  await disk.end(0)
  disk.wait('three')
  await disk.end(1)

  expect([disk.ended.toSorted(), disk.flushes(), disk.marks]).toEqual([['one', 'three', 'two'], 2, [1, 3]])
})

it('never takes anything for flushed again once a flush has failed', async () => {
  const disk = slowDisk()
  disk.committed(1)
  disk.wait('one')
  disk.committed(2)
  disk.wait('two')
  await disk.fail(0)
  disk.wait('later')
  await disk.end(1)

  expect(disk.ended).toEqual(['one failed', 'two failed', 'later failed'])
  expect([disk.flushes(), disk.marks]).toEqual([1, []])
})
