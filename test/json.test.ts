import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { memberTwice } from '../lib/json.ts'

describe('a member that an object has twice', () => {
  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a":1,"\\u0061":2}', '/a'],
    ['{ "b" : {"a":1 , "a" :2} }', '/b/a'],
    ['[{"a":1},{"b":1,"c":[],"b":1}]', '/1/b'],
    ['{"list":[0,[{"x":0,"y":0,"x":0}]]}', '/list/1/0/x'],
    ['{"a/b~":1,"a/b~":1}', '/a~1b~0'],
    ['{"":1,"":1}', '/'],
    ['{"__proto__":1,"__proto__":1}', '/__proto__'],
  ])('is found: %s', (text, pointer) => {
    expect(memberTwice(text)).toBe(pointer)
  })

  it.each([
    '{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}',
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":"a","b":"a:a"}',
    '["a","a"]',
    '"a"',
    '',
  ])('is not found where there is none: %s', text => {
    expect(memberTwice(text)).toBeUndefined()
  })

  it('is not in what a value is written as, and is in the same with its first member once more', () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (text, isIndented) => {
        const written = isIndented ? JSON.stringify(JSON.parse(text), undefined, 2) : text
        expect(memberTwice(written)).toBeUndefined()
        const [first] = /^\{\s*"(?:[^"\\]|\\.)*":/.exec(written) ?? []
        if (first) expect(memberTwice(`${first}null,${written.slice(1)}`)).toBeDefined()
      }),
    )
  })
})
