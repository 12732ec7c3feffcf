import { guardedCell } from '../../spreadsheet.ts'
import { printable } from '../for-terminals.ts'
import type { Format } from '../option.ts'

/** A column of a list, as people and spreadsheets see it. */
export interface Column<T> {
  readonly title: string
  /** Default: an empty cell */
  readonly of: (row: T) => string | number | boolean | undefined
  /** Whether it stands in CSV as it is, since a machine made it. Default: what a spreadsheet would compute has an apostrophe */
  readonly isExact?: true
}

/** A list in the form that was asked for. JSON has everything, the others have the columns. */
export const printRows = async <T>(
  rows: readonly T[],
  { format, columns, none = 'Nothing found.' }: { format: Format; columns: readonly Column<T>[]; none?: string },
): Promise<string> => {
  if (format === 'json') return asJson(rows)
  if (format === 'ndjson') return rows.map(row => `${JSON.stringify(row)}\n`).join('')
  const cells = rows.map(row => columns.map(({ of }) => String(of(row) ?? '')))
  const titles = columns.map(({ title }) => title)
  if (format === 'csv') {
    const { stringify } = await import('csv-stringify/sync')
    const safe = cells.map(row => row.map((cell, index) => (columns[index]?.isExact ? cell : guardedCell(cell))))
    return stringify([titles, ...safe], { record_delimiter: 'windows' })
  }
  return rows.length === 0 ? `${none}\n` : table([titles.map(title => title.toUpperCase()), ...cells])
}

/** One thing: its fields below each other, or as JSON. */
export const printOne = (
  value: object,
  { format, fields }: { format: 'table' | 'json'; fields: readonly (readonly [name: string, value: unknown])[] },
): string => {
  if (format === 'json') return asJson(value)
  const shown = fields.filter(([, cell]) => cell !== undefined && cell !== '')
  const width = Math.max(...shown.map(([name]) => name.length))
  return shown
    .map(([name, cell]) => {
      const [first = '', ...more] = String(cell).trimEnd().split(/\r?\n/)
      const indent = ' '.repeat(width + 2)
      return `${name.padEnd(width)}  ${printable(first)}\n${more.map(line => `${indent}${printable(line)}\n`).join('')}`
    })
    .join('')
}

export const asJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

const table = (lines: readonly (readonly string[])[]): string => {
  const shown = lines.map(cells => cells.map(printable))
  const widths = (shown[0] ?? []).map((_, column) => Math.max(...shown.map(cells => (cells[column] ?? '').length)))
  return shown
    .map(
      cells =>
        `${cells
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
