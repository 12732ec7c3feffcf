import { describe, expect, it } from '@jest/globals'
import { regexFault } from '../../../lib/manifest/fields/java-regex.ts'

describe('the balance of a Java regular expression', () => {
  it.each([
    '.*~$',
    '\\.psd$',
    '^\\$Recycle\\.bin/',
    '^lost\\+found/',
    '(a|(b))*',
    '(?:a)(?i)b',
    '[)(*]',
    '[]a]',
    '[^]a]',
    '[a[b&&[^c]]]+',
    '\\[\\(\\*',
    '\\Q([*\\E',
    '\\Q([*',
    'a*+',
    'a+?',
    '^*',
    '\\d{2,}',
    '(?<name>a)\\k<name>',
  ])('of %s is fine', pattern => {
    expect(regexFault(pattern)).toBeUndefined()
  })

  it.each([
    ['(a', 'a "(" is not closed'],
    ['((a)', 'a "(" is not closed'],
    ['a)', 'a ")" has no "(" before it'],
    ['[a', 'a "[" is not closed'],
    ['[a[b]', 'a "[" is not closed'],
    ['[]', 'a "[" is not closed'],
    ['a\\', 'it ends with a single "\\"'],
    ['*.psd', '"*" has nothing before it to repeat'],
    ['a|+', '"+" has nothing before it to repeat'],
    ['(?)', undefined],
    ['(*a)', '"*" has nothing before it to repeat'],
  ])('of %s: %s', (pattern, fault) => {
    expect(regexFault(pattern)).toBe(fault)
  })
})
