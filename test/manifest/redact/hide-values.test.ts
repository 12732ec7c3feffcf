import { describe, expect, it } from '@jest/globals'
import { hideValues } from '../../../lib/manifest/redact/hide-values.ts'

const SECRET = 'correct-horse-battery'
const hide = hideValues([SECRET])

describe('a secret that is cut off at the end of a text', () => {
  it.each([
    ['correct-hor', '[redacted]'],
    ['at correct-hor', 'at [redacted]'],
    ['at correct-hor…', 'at [redacted]…'],
    ['at correct-hor...', 'at [redacted]...'],
    ['at "correct-hor"', 'at "[redacted]"'],
    ['at "correct-hor..." \n', 'at "[redacted]..." \n'],
  ])('%j is hidden: %j', (text, shown) => {
    expect(hide(text)).toBe(shown)
  })

  it('is not hidden elsewhere, nor where hardly any of it is left', () => {
    expect(hide('correct-hor, he wrote')).toBe('correct-hor, he wrote')
    expect(hide('at cor')).toBe('at cor')
  })
})

describe('secrets that overlap', () => {
  it('are one stretch, also where one lies in the other or they touch', () => {
    expect(hideValues(['secret-one', 'one-and-two'])('x secret-one-and-two y')).toBe('x [redacted] y')
    expect(hideValues(['secret-one-two', 'secret'])('x secret-one-two y')).toBe('x [redacted] y')
    expect(hideValues(['secret-one', 'secret-two'])('secret-onesecret-two')).toMatch(/^(?:\[redacted\]){1,2}$/)
  })
})

describe('a long secret', () => {
  const long = Array.from({ length: 400 }, (_, index) => `w${index}`).join('-')

  it('is hidden to its last character', () => {
    expect(hideValues([long])(`at ${long}`)).not.toMatch(/w\d/)
    expect(hideValues([long])(`at ${long}, he wrote`)).not.toContain('w0-w1')
  })
})
