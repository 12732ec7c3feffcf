import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import { expectedInstead } from '../../../lib/http/kit/expected-instead.ts'

const shown = (schema: z.ZodMiniType, value: unknown) =>
  z.safeParse(schema, value).error?.issues.map(expectedInstead).join(' ')

describe('what a field takes instead', () => {
  it.each([
    [z.string(), 1, 'This must be a string.'],
    [z.array(z.string()), 'a', 'This must be an array.'],
    [z.object({}), [], 'This must be an object.'],
    [z.record(z.string(), z.string()), 1, 'This must be an object.'],
    [z.int(), 1.5, 'This must be a whole number.'],
    [z.int(), 1e20, /^This must be at most 9007199254740991\./],
    [z.number().check(z.minimum(3)), 1, 'This must be at least 3.'],
    [z.string().check(z.minLength(3)), 'a', 'This must have at least 3 characters.'],
    [z.array(z.string()).check(z.maxLength(1)), ['a', 'b'], 'This must have at most 1 entries.'],
    [z.enum(['a', 'b']), 'c', 'This must be one of a, b.'],
  ])('is shown in words (%#)', (schema, value, words) => {
    expect(shown(schema, value)).toEqual(
      expect.stringMatching(typeof words === 'string' ? `^${words.replaceAll('.', '[.]')}$` : words),
    )
  })
})
