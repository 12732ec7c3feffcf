import type { Edit, Fix } from './diagnostic.ts'

/** A fix for other programs: places are lines and columns, as editors count. */
export interface LineFix {
  readonly title: string
  readonly edits: readonly Omit<Edit, 'start' | 'end'>[]
}

const toLineFix = ({ title, edits }: Fix): LineFix => ({
  title,
  edits: edits.map(({ start, end, ...edit }) => edit),
})

/** The member `fixes` of an answer; left out without fixes. */
export const lineFixes = ({
  fixes = [],
}: {
  readonly fixes?: readonly Fix[]
}): { readonly fixes?: readonly LineFix[] } => (fixes.length > 0 ? { fixes: fixes.map(toLineFix) } : {})
