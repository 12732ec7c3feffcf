import type { Rule, RuleDiagnostic } from './rule.ts'

/** Keys are exported in the order of their UTF-8 bytes, which is the order of their code points. */
const comesAfter = (key: string, other: string): boolean => {
  let at = 0
  while (at < key.length && key.charCodeAt(at) === other.charCodeAt(at)) at++
  return at < key.length && (key.codePointAt(at) ?? 0) > (other.codePointAt(at) ?? -1)
}

/** What an operation selects. */
export const OPERATIONS: readonly Rule[] = [
  {
    code: 'MARKERS_OUT_OF_ORDER',
    kinds: ['s3-export'],
    check: ({ operations = [] }) => {
      const found: RuleDiagnostic[] = []
      for (const [index, { beginMarker, endMarker }] of operations.entries()) {
        if (beginMarker === undefined || endMarker === undefined || comesAfter(endMarker, beginMarker)) continue
        found.push({ at: `/operations/${index}/endMarker` })
      }
      return found
    },
  },
]
