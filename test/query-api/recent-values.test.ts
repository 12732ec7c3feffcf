import { describe, expect, it } from '@jest/globals'
import { createRecentValues } from '../../lib/query-api/recent-values.ts'

describe('recent values', () => {
  it('are found by their keys', () => {
    const values = createRecentValues<string, number>()

    expect(values.put('a', 1)).toBe(1)
    expect([values.get('a'), values.get('b')]).toEqual([1, undefined])
  })

  it('are the newest 64', () => {
    const values = createRecentValues<number, number>()
    for (let key = 0; key < 100; key++) values.put(key, key)

    expect(Array.from({ length: 100 }, (_, key) => values.get(key)).filter(value => value !== undefined)).toEqual(
      Array.from({ length: 64 }, (_, index) => 36 + index),
    )
  })
})
