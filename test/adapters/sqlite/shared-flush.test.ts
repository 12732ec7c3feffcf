import { expect, it } from '@jest/globals'
import { createSharedFlush } from '../../../lib/adapters/sqlite/shared-flush.ts'

/** Flushes that end when the test lets them, and a commit for each change. */
const slowDisk = () => {
  const begun: PromiseWithResolvers<void>[] = []
  const marks: number[] = []
  let made = 0
  let room = true
  const shared = createSharedFlush({
    commit: () => {
      if (!room) throw new Error('ENOSPC')
      return made
    },
    flush: () => {
      const flush = Promise.withResolvers<void>()
      begun.push(flush)
      return flush.promise
    },
    onFlush: commits => marks.push(commits),
  })
  const ended: string[] = []
  return {
    ...shared,
    marks,
    ended,
    change: (count = 1) => {
      made += count
      shared.changed()
    },
    fill: () => {
      room = false
    },
    empty: () => {
      room = true
    },
    flushes: () => begun.length,
    wait: (name: string) => {
      const end = (how: string) => () => void ended.push(`${name}${how}`)
      void shared.flushed().then(end(''), end(' failed'))
    },
    endFlush: async (index: number) => {
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
  disk.change()
  disk.wait('one')
  await disk.endFlush(0)
  await disk.flushed()

  expect(disk.flushes()).toBe(1)
})

it('lets all who wait when a flush begins share it', async () => {
  const disk = slowDisk()
  disk.change(3)
  for (const name of ['one', 'two', 'three']) disk.wait(name)
  await disk.endFlush(0)

  expect(disk.ended).toEqual(['one', 'two', 'three'])
  expect(disk.marks).toEqual([3])
})

it('does not count what was made while a flush was under way as flushed by it', async () => {
  const disk = slowDisk()
  disk.change()
  disk.wait('one')
  disk.change()
  for (const name of ['two', 'three']) disk.wait(name)
  expect(disk.flushes()).toBe(1)

  await disk.endFlush(0)
  expect([disk.ended, disk.flushes(), disk.marks]).toEqual([['one'], 2, [1]])

  await disk.endFlush(1)
  expect([disk.ended, disk.flushes(), disk.marks]).toEqual([['one', 'two', 'three'], 2, [1, 2]])
})

it('covers what came between the end of one flush and the start of the next', async () => {
  const disk = slowDisk()
  disk.change()
  disk.wait('one')
  disk.change()
  disk.wait('two')
  disk.change()
  await disk.endFlush(0)
  disk.wait('three')
  await disk.endFlush(1)

  expect([disk.ended.toSorted(), disk.flushes(), disk.marks]).toEqual([['one', 'three', 'two'], 2, [1, 3]])
})

it('never takes anything for flushed again once a flush has failed', async () => {
  const disk = slowDisk()
  disk.change()
  disk.wait('one')
  disk.change()
  disk.wait('two')
  await disk.fail(0)
  disk.wait('later')
  await disk.endFlush(1)

  expect(disk.ended).toEqual(['one failed', 'two failed', 'later failed'])
  expect([disk.flushes(), disk.marks]).toEqual([1, []])
})

it('reports a commit that fails to those who waited for it, and commits what comes next', async () => {
  const disk = slowDisk()
  disk.change()
  disk.wait('one')
  disk.change()
  disk.fill()
  for (const name of ['two', 'three']) disk.wait(name)
  await disk.endFlush(0)
  expect([disk.ended, disk.flushes()]).toEqual([['one', 'two failed', 'three failed'], 1])

  await disk.flushed()
  expect(disk.flushes()).toBe(1)

  disk.empty()
  disk.change()
  disk.wait('four')
  await disk.endFlush(1)
  expect([disk.ended.at(-1), disk.flushes(), disk.marks]).toEqual(['four', 2, [1, 3]])
})
