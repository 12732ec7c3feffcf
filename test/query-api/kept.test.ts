import { describe, expect, it } from '@jest/globals'
import { createKept } from '../../lib/query-api/kept.ts'

describe('what is kept', () => {
  it('is there under its key', () => {
    const kept = createKept<string, number>()

    expect(kept.put('a', 1)).toBe(1)
    expect([kept.get('a'), kept.get('b')]).toEqual([1, undefined])
  })

  it('is so much at the most, and the newest of it', () => {
    const kept = createKept<number, number>()
    for (let key = 0; key < 100; key++) kept.put(key, key)

    expect(Array.from({ length: 100 }, (_, key) => kept.get(key)).filter(value => value !== undefined)).toEqual(
      Array.from({ length: 64 }, (_, index) => 36 + index),
    )
  })
})
