import type { Rule } from './rule.ts'

/** Keys are exported in the order of their UTF-8 bytes, which is the order of their code points. */
const comesAfter = (key: string, other: string): boolean => {
  const [a, b] = [[...key], [...other]]
  const at = a.findIndex((character, index) => character !== b[index])
  if (at === -1) return false
  return (a[at]?.codePointAt(0) ?? 0) > (b[at]?.codePointAt(0) ?? -1)
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
