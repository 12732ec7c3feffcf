// biome-ignore-all lint/suspicious/noTemplateCurlyInString: replacements of Java have braces of their own.
import { describe, expect, it } from '@jest/globals'
import { readPattern } from '../../../lib/manifest/java-pattern/read-pattern.ts'
import { replacementMistake } from '../../../lib/manifest/java-pattern/replacement.ts'

/** Tried with `Matcher.replaceAll` of Java 17 on a text that the pattern finds. */
const ACCEPTED = [
  ['a', 'b'],
  ['a', ''],
  ['a', '$0'],
  ['(a)', '$1'],
  ['(a)', '$12'],
  ['(a)', '$1$0$1'],
  ['(?<n>a)', '${n}'],
  ['(?<n>a)', 'x${n}y'],
  ['a', '\\$'],
  ['a', '\\\\'],
  ['a', '\\x'],
  ['a', '\\$1'],
  ['a', '{1}'],
] as const

const REFUSED = [
  ['a', '$', '"$" needs the number of a group behind it, or its name in braces; the sign itself is \\$'],
  ['a', 'US$ ', '"$" needs the number of a group behind it, or its name in braces; the sign itself is \\$'],
  ['a', '$$', '"$" needs the number of a group behind it, or its name in braces; the sign itself is \\$'],
  ['a', '${', '"$" needs the number of a group behind it, or its name in braces; the sign itself is \\$'],
  ['a', '${}', '"$" needs the number of a group behind it, or its name in braces; the sign itself is \\$'],
  ['(a)', '${1}', '"$" needs the number of a group behind it, or its name in braces; the sign itself is \\$'],
  ['a', '$1', 'the pattern has no group 1'],
  ['(a)', '$2', 'the pattern has no group 2'],
  ['(a)', '$21', 'the pattern has no group 2'],
  ['(?:a)', '$1', 'the pattern has no group 1'],
  ['(a)', '${n}', 'the pattern has no group with the name "n"'],
  ['a', '\\', 'a single "\\" ends it'],
  ['a', 'C:\\', 'a single "\\" ends it'],
  ['a', '\\\\\\', 'a single "\\" ends it'],
] as const

const mistakeOf = (pattern: string, replacement: string) => {
  const read = readPattern(pattern)
  if ('mistake' in read) throw new Error(`${pattern} is no pattern.`)
  return replacementMistake(replacement, read.groups)
}

describe('a replacement', () => {
  it.each(ACCEPTED)('for %s may be %s', (pattern, replacement) => {
    expect(mistakeOf(pattern, replacement)).toBeUndefined()
  })

  it.each(REFUSED)('for %s cannot be %s', (pattern, replacement, reason) => {
    expect(mistakeOf(pattern, replacement)).toBe(reason)
  })
})
