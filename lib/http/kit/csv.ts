import { guardedCell } from '../../spreadsheet.ts'
import type { HttpRequest } from './exchange.ts'

/** `free`: the column has text of people. `exact`: it has values of Waybill or the service, such as IDs, codes and times. */
export type CsvColumns<N extends string> = Readonly<Record<N, 'exact' | 'free'>>

export type CsvRow<N extends string> = { readonly [K in N]?: string | number | undefined }

/**
 * A table as CSV (RFC 4180), in UTF-8. The library is loaded for the first table, so that other requests do not wait for it.
 *
 * @param header whether the column names come first, as on the first page of an export
 */
export const csvOf = async <N extends string>(
  columns: CsvColumns<N>,
  rows: readonly CsvRow<N>[],
  { header }: { readonly header: boolean },
): Promise<Uint8Array<ArrayBuffer>> => {
  const { stringify } = await import('csv-stringify/sync')
  // The keys of a record are its type.
  const names = Object.keys(columns) as N[]
  const cells = rows.map(row =>
    names.map(name => {
      const text = String(row[name] ?? '').toWellFormed()
      return columns[name] === 'free' ? guardedCell(text) : text
    }),
  )
  return new TextEncoder().encode(stringify(header ? [names, ...cells] : cells, { record_delimiter: '\r\n' }))
}

export const csvType = ({ header }: { readonly header: boolean }) =>
  `text/csv; charset=utf-8; header=${header ? 'present' : 'absent'}`

/** The values of the parameter `format`. */
export const FORMATS = ['json', 'csv'] as const

/** Whether a request asks for CSV, by `format` in its query (checked before), or otherwise by its `Accept`. */
export const wantsCsv = (request: HttpRequest): boolean => {
  const [format] = request.query.get('format') ?? []
  return format === undefined ? prefersCsv(request) : format.toLowerCase() === 'csv'
}

const prefersCsv = ({ headers }: HttpRequest): boolean => {
  const quality = (type: string) => {
    const range = (headers.accept ?? '')
      .toLowerCase()
      .split(',')
      .find(part => part.split(';')[0]?.trim() === type)
    if (range === undefined) return 0
    return Number(/;\s*q=([\d.]+)/.exec(range)?.[1] ?? 1)
  }
  return quality('text/csv') > quality('application/json')
}
