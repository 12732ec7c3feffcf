import { describe, expect, it } from '@jest/globals'
import { writesByPartition } from '../../bench/partitions.ts'

describe('ten thousand submissions a second', () => {
  it('bring no partition of the table or of an index more than 500 writes', async () => {
    const writes = await writesByPartition(10_000)
    const [busiest] = [...writes].toSorted(([, one], [, other]) => other - one)

    expect(busiest?.[1]).toBeLessThanOrEqual(500)
    // Each submission enters the list of all once, and enters and leaves that of what is open.
    const sum = (of: string) =>
      [...writes].reduce((total, [partition, count]) => total + (partition.startsWith(of) ? count : 0), 0)
    expect([sum('all-by-time'), sum('open')]).toEqual([10_000, 20_000])
  })
})
