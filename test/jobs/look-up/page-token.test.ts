import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { pageToken, placeOf } from '../../../lib/jobs/look-up/page-token.ts'
import { listName } from '../../../lib/jobs/look-up/page-tokens.ts'

const TOKEN = pageToken('list', 'here')

describe('a page token', () => {
  it('leads back to its place, whatever that is called, and can stand in an address as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (place, list) => {
        expect(placeOf(list, pageToken(list, place))).toBe(place)
        expect(pageToken(list, place)).toMatch(/^[\w-]+$/)
      }),
    )
  })

  it('keeps a byte order mark at the start of its place', () => {
    expect(placeOf('list', pageToken('list', '\uFEFFhere'))).toBe('\uFEFFhere')
  })

  it('does not fit another list', () => {
    expect(placeOf('another list', TOKEN)).toBeUndefined()
    expect(placeOf('list', TOKEN)).toBe('here')
  })

  it('that is malformed leads nowhere', () => {
    for (let length = 0; length < 16; length += 1) expect(placeOf('list', TOKEN.slice(0, length))).toBeUndefined()
    const notUtf8 = Buffer.concat([Buffer.from(TOKEN, 'base64url'), Buffer.of(0xff)]).toString('base64url')
    for (const other of [`${TOKEN}=`, ` ${TOKEN}`, `${TOKEN}\n`, '', 'null', '💥'.repeat(100), notUtf8]) {
      expect(placeOf('list', other)).toBeUndefined()
    }
  })
})

describe('the name of a list', () => {
  const MEMBER = { team: 'lab', principal: 'ann', role: 'member' } as const

  it('differs by role and by what is listed, and not by person', () => {
    expect(listName({ ...MEMBER, role: 'auditor' }, 'jobs')).not.toBe(listName(MEMBER, 'jobs'))
    expect(listName(MEMBER, 'jobs')).not.toBe(listName(MEMBER, 'checks'))
    expect(listName(MEMBER, 'a', 'b')).not.toBe(listName(MEMBER, 'ab'))
    expect(listName({ ...MEMBER, principal: 'bob' }, 'jobs')).toBe(listName(MEMBER, 'jobs'))
  })
})
