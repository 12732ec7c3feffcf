import type { Rule } from './rule.ts'

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
    check: ({ operations = [] }) =>
      operations.flatMap(({ beginMarker, endMarker }, index) =>
        beginMarker === undefined || endMarker === undefined || comesAfter(endMarker, beginMarker)
          ? []
          : [{ at: `/operations/${index}/endMarker` }],
      ),
  },
]
