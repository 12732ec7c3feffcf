import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { openPageToken, sealPageToken } from '../../../lib/jobs/look-up/page-token.ts'

const KEY = new Uint8Array(32).fill(1)
const IV = new Uint8Array(12).fill(2)
const TOKEN = sealPageToken(KEY, IV, 'list', 'here')

describe('a page token', () => {
  it('leads back to its place, whatever that is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string(), (place, boundTo) => {
        expect(openPageToken(KEY, boundTo, sealPageToken(KEY, IV, boundTo, place))).toBe(place)
      }),
    )
  })

  it('shows nothing of its place and can stand in an address as it is', () => {
    const token = sealPageToken(KEY, IV, 'list', 'RECORD#secret')

    expect(token).toMatch(/^[\w-]+$/)
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('secret')
  })

  it('is worth nothing with any of its bits changed, cut or lengthened', () => {
    const bytes = Buffer.from(TOKEN, 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(openPageToken(KEY, 'list', changed.toString('base64url'))).toBeUndefined()
    }
    for (let length = 0; length < TOKEN.length; length += 1) {
      expect(openPageToken(KEY, 'list', TOKEN.slice(0, length))).toBeUndefined()
    }
    for (const other of [`${TOKEN}A`, `${TOKEN}=`, ` ${TOKEN}`, '', 'null', '💥'.repeat(100)]) {
      expect(openPageToken(KEY, 'list', other)).toBeUndefined()
    }
  })

  it('is worth nothing for another list or under another key', () => {
    expect(openPageToken(KEY, 'another list', TOKEN)).toBeUndefined()
    expect(openPageToken(new Uint8Array(32).fill(9), 'list', TOKEN)).toBeUndefined()
    expect(openPageToken(KEY, 'list', TOKEN)).toBe('here')
  })
})
