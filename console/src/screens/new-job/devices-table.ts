/** What one device's job is made with, by the names of placeholders. */
export type DeviceRow = Readonly<Record<string, string>>

export interface DevicesTable {
  readonly columns: readonly string[]
  readonly rows: readonly DeviceRow[]
  /** Lines whose cells are not as many as the first line names, from 1. */
  readonly uneven: readonly number[]
  /** Lines whose device stands in a line before, from 1. */
  readonly repeated: readonly number[]
}

/** A table as it is pasted or loaded: CSV, whose first line names the placeholders. An empty cell leaves its placeholder to its default. */
export const readDevices = async (csv: string): Promise<DevicesTable> => {
  const { default: papa } = await import('papaparse')
  const { data } = papa.parse<string[]>(csv.trim(), { skipEmptyLines: 'greedy' })
  const [columns = [], ...lines] = data.map(cells => cells.map(cell => cell.trim()))
  const rows = lines.map(
    (cells): DeviceRow =>
      Object.fromEntries(columns.flatMap((name, index) => (cells[index] ? [[name, cells[index] ?? '']] : []))),
  )
  const first = new Map(rows.map(({ deviceId }, index) => [deviceId, index] as const).toReversed())
  return {
    columns,
    rows,
    repeated: rows.flatMap(({ deviceId }, index) =>
      deviceId === undefined || first.get(deviceId) === index ? [] : [index + 2],
    ),
    uneven: lines.flatMap((cells, index) => (cells.length === columns.length ? [] : [index + 2])),
  }
}

/** A cell as CSV has it (RFC 4180). */
const cellOf = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** The first line of a table for these placeholders. */
export const headLine = (names: readonly string[]): string => `${names.map(cellOf).join(',')}\n`
