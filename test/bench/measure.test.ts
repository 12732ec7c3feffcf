import { EventEmitter } from 'node:events'
import { describe, expect, it } from '@jest/globals'
import { type Bench, type Row, SMOKE } from '../../bench/bench.ts'
import { measure } from '../../bench/measure.ts'

const ROW: Row = { name: '1 KB', unit: 'ms', ours: 3, peer: { name: 'theirs', value: 6 } }
const bench = (run: Bench['run']): Bench => ({ measures: 'This.', limitedBy: 'that.', run })

describe('one bench', () => {
  it('has its rows, with the ratio to what stands beside ours', async () => {
    const { name, rows } = await measure(
      'x',
      bench(async () => [ROW]),
      SMOKE,
      new EventEmitter(),
    )

    expect([name, rows]).toEqual(['x', [{ ...ROW, ratio: 0.5 }]])
  })

  it.each(['uncaughtException', 'unhandledRejection'])(
    'ends with an %s, and leaves none to the next one',
    async event => {
      const stray = new EventEmitter()
      const broken = bench(() => {
        stray.emit(event, new Error('the connection is gone'))
        return new Promise(() => undefined)
      })

      await expect(measure('x', broken, SMOKE, stray)).rejects.toThrow('the connection is gone')
      expect(stray.listenerCount(event)).toBe(0)
    },
  )

  it('ends with what it throws', async () => {
    const broken = bench(async () => {
      throw new Error('the sample is not valid')
    })

    await expect(measure('x', broken, SMOKE, new EventEmitter())).rejects.toThrow('the sample is not valid')
  })
})
