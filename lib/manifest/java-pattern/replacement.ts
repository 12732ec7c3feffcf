import type { Groups } from './escape.ts'

/**
 * Why Java's `Matcher.replaceAll` refuses a replacement; `undefined` where it does not. `$1` and `${name}` stand for what a group
 * found, and a backslash makes the next character stand for itself.
 */
export const replacementMistake = (replacement: string, groups: Groups): string | undefined => {
  for (let at = 0; at < replacement.length; at++) {
    const sign = replacement[at]
    if (sign === '\\') {
      at++
      if (at === replacement.length) return 'a single "\\" ends it'
    } else if (sign === '$') {
      const reference = REFERENCE.exec(replacement.slice(at + 1))
      if (!reference) return '"$" needs the number of a group behind it, or its name in braces; the sign itself is \\$'
      const [text, digit, name] = reference
      if (digit !== undefined && Number(digit) > groups.count) return `the pattern has no group ${digit}`
      if (name !== undefined && !groups.names.has(name)) return `the pattern has no group with the name "${name}"`
      at += text.length
    }
  }
  return undefined
}

/** Further digits belong to the number only as long as there is such a group, so the first decides. */
const REFERENCE = /^(?:([0-9])|\{([A-Za-z][A-Za-z0-9]*)\})/
