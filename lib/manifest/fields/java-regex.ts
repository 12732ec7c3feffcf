/**
 * What is wrong with a Java regular expression, as far as balance tells (java.util.regex.Pattern): brackets, classes,
 * escapes, and quantifiers with nothing before them. One pass, no backtracking.
 */
export const regexFault = (pattern: string): string | undefined => {
  let groups = 0
  let classes = 0
  let canRepeat = false
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern.charAt(at)
    if (sign === '\\') {
      if (at + 1 === pattern.length) return 'it ends with a single "\\"'
      at++
      if (pattern[at] === 'Q') {
        const quoteEnd = pattern.indexOf('\\E', at)
        at = quoteEnd === -1 ? pattern.length : quoteEnd + 1
      }
      canRepeat = true
    } else if (sign === '[') {
      classes++
      // A "]" right at the start of a class stands for itself.
      if (pattern[at + 1] === '^') at++
      if (pattern[at + 1] === ']') at++
    } else if (classes > 0) {
      if (sign === ']') classes--
      canRepeat = true
    } else if (sign === '(') {
      groups++
      canRepeat = false
      if (pattern[at + 1] === '?') at++
    } else if (sign === ')') {
      groups--
      if (groups < 0) return 'a ")" has no "(" before it'
      canRepeat = true
    } else if (sign === '*' || sign === '+' || sign === '?') {
      if (!canRepeat) return `"${sign}" has nothing before it to repeat`
    } else {
      canRepeat = sign !== '|'
    }
  }
  if (classes > 0) return 'a "[" is not closed'
  return groups > 0 ? 'a "(" is not closed' : undefined
}
