import type { Column } from './rows.ts'

/** A diagnostic of a file, in a list. */
export interface ListedDiagnostic {
  readonly file: string
  readonly severity: string
  readonly code: string
  readonly detail: string
  readonly hint?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
}

export const DIAGNOSTIC_COLUMNS: readonly Column<ListedDiagnostic>[] = [
  { title: 'file', of: ({ file }) => file },
  { title: 'line', of: ({ line }) => line },
  { title: 'column', of: ({ column }) => column },
  { title: 'severity', of: ({ severity }) => severity },
  { title: 'code', of: ({ code }) => code },
  { title: 'detail', of: ({ detail }) => detail },
  { title: 'hint', of: ({ hint }) => hint },
]
