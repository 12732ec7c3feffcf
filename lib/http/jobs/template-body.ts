import * as z from 'zod/mini'
import { type Tagging, taggingOf } from '../../jobs/tagging.ts'
import { TeamError, type TeamFault } from '../../teams/errors.ts'
import type { TemplateValues } from '../../teams/templates/render.ts'
import { jsonBody, manifestText, requireSize } from '../kit/bodies.ts'
import type { HttpRequest } from '../kit/exchange.ts'
import { JSON_TYPE, mediaTypeAmong } from '../kit/media-type.ts'
import { flagOf, singleQuery } from '../kit/query.ts'
import { taggingOfRequest } from './tagging-input.ts'

const MOST_DEVICES = 50
const MAX_CSV_BYTES = 256 * 1024

const Values = z.record(z.string(), z.string())

export const TemplateJobsJson = z.strictObject({
  values: z.optional(Values),
  devices: z.optional(z.array(Values).check(z.minLength(1), z.maxLength(MOST_DEVICES))),
  returnAddress: z.optional(z.string()),
  validateOnly: z.optional(z.boolean()),
  tags: z.optional(z.record(z.string(), z.string())),
  description: z.optional(z.string()),
})

export const CloneJson = z.strictObject({
  values: z.optional(z.record(z.string(), z.nullable(z.string()))),
  submit: z.optional(z.boolean()),
  validateOnly: z.optional(z.boolean()),
  tags: z.optional(z.record(z.string(), z.string())),
  description: z.optional(z.string()),
})

const CSV_TYPE = 'text/csv'
const TABLE_TYPES = [JSON_TYPE, CSV_TYPE]

/** The values for the jobs of a template. */
export interface TemplateJobsBody {
  readonly rows: readonly TemplateValues[]
  readonly pointerOf: (row: number) => string
  /** The answer has a list of results, also for one row. */
  readonly isBatch: boolean
  readonly validateOnly: boolean
  /** The name of an address in the team's address book, for all jobs. */
  readonly returnAddress: string | undefined
  readonly tagging: Tagging
}

/**
 * The values of one job or of a batch of devices as JSON, or of a batch as CSV with the placeholders in its first line.
 *
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, BODY_NOT_TEXT, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED, QUERY_INVALID, URL_MALFORMED
 * @throws JobError TAGS_INVALID
 * @throws TeamError VALUES_INVALID if the CSV is not a table
 */
export const templateJobsBody = async (request: HttpRequest): Promise<TemplateJobsBody> => {
  const { validateOnly: asked, returnAddress: named } = singleQuery(
    request,
    ['validateOnly', 'returnAddress'],
    ['tag', 'description'],
  )
  const inQuery = flagOf('validateOnly', asked)
  if (mediaTypeAmong(request, TABLE_TYPES, 'JSON, or a table') === CSV_TYPE) {
    requireSize(request.body, 'Send a table whose first line names the placeholders.', MAX_CSV_BYTES)
    const { rows, lines } = await csvRows(manifestText(request.body))
    const pointerOf = (row: number) => `/line ${lines[row]}`
    return {
      rows,
      pointerOf,
      isBatch: true,
      validateOnly: inQuery,
      returnAddress: named,
      tagging: taggingOfRequest(request, {}),
    }
  }
  const {
    values,
    devices,
    validateOnly = false,
    returnAddress = named,
    ...tagging
  } = jsonBody(request, TemplateJobsJson, { types: TABLE_TYPES })
  if (values && devices) {
    throw tableInvalid([{ code: 'VALUES_TWICE', detail: 'Send values of one job, or devices.', pointer: '/devices' }])
  }
  return {
    rows: devices ?? [values ?? {}],
    pointerOf: devices ? row => `/devices/${row}` : () => '/values',
    isBatch: devices !== undefined,
    validateOnly: validateOnly || inQuery,
    returnAddress,
    tagging: taggingOfRequest(request, taggingOf(tagging)),
  }
}

/** A line of a table, and its place in the text. */
interface TableLine {
  readonly record: readonly string[]
  /** `lines`: the number of the line in which it ends. */
  readonly info: { readonly lines: number }
}

/** The number of the line in which it begins: a cell in quotes may have line breaks. */
const lineOf = ({ record, info }: TableLine): number => info.lines - (record.join(' ').match(/\n/g)?.length ?? 0)

/** A table's rows by its column names. Empty cells are left out, so that the placeholder's default is used. */
const csvRows = async (
  text: string,
): Promise<{ readonly rows: readonly TemplateValues[]; readonly lines: readonly number[] }> => {
  const [first, ...others] = await readTable(text)
  const names = (first?.record ?? []).map(name => name.trim())
  const lines = others.map(lineOf)
  const rows = others.map(({ record }) => record.map(cell => cell.trim()))
  const faults: TeamFault[] = [
    ...names.flatMap((name, index) =>
      names.indexOf(name) < index
        ? [fault('COLUMN_REPEATED', `The column "${name.slice(0, 64)}" is there twice.`, '/line 1')]
        : [],
    ),
    ...rows.flatMap((cells, row) => {
      const detail = `This line has ${cells.length} cells; the first one names ${names.length} columns.`
      return cells.length === names.length ? [] : [fault('CELLS_DIFFER', detail, `/line ${lines[row]}`)]
    }),
  ]
  if (rows.length === 0) faults.push(fault('CSV_EMPTY', 'The table has no line of a device.', ''))
  if (rows.length > MOST_DEVICES) {
    faults.push(fault('TOO_MANY', `At most ${MOST_DEVICES} devices are taken at once; here are ${rows.length}.`, ''))
  }
  if (faults.length > 0) throw tableInvalid(faults)
  const valuesOf = (cells: readonly string[]) =>
    Object.fromEntries(names.flatMap((name, index) => (cells[index] ? [[name, cells[index]]] : [])))
  return { rows: rows.map(valuesOf), lines }
}

/** So that lines are counted as editors count them. */
const withLineFeeds = (text: string): string => text.replace(/\r\n?/g, '\n')

const readTable = async (text: string): Promise<readonly TableLine[]> => {
  const { CsvError, parse } = await import('csv-parse/sync')
  try {
    const options = { bom: true, info: true, trim: true, skip_empty_lines: true, relax_column_count: true } as const
    // With `info`, each record comes with its place, which the types of csv-parse do not show.
    return parse(withLineFeeds(text), { ...options, max_record_size: 64 * 1024 }) as unknown as readonly TableLine[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? `/line ${error.lines}` : ''
    throw tableInvalid([fault('CSV_MALFORMED', `This is not CSV (RFC 4180): ${error.code}.`, line)])
  }
}

const fault = (code: string, detail: string, pointer: string): TeamFault => ({ code, detail, pointer })

const tableInvalid = (faults: readonly TeamFault[]) =>
  new TeamError('VALUES_INVALID', 'The values cannot be read; nothing was sent. Fix the entries in "errors".', {
    faults,
  })
