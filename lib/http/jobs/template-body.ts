import * as z from 'zod/mini'
import { type Tagging, taggingOf } from '../../jobs/tagging.ts'
import { TeamError, type TeamFault } from '../../teams/errors.ts'
import type { TemplateValues } from '../../teams/templates/render.ts'
import { jsonBody, manifestText, requireSize } from '../kit/bodies.ts'
import type { HttpRequest } from '../kit/exchange.ts'
import { flagOf, singleQuery } from '../kit/query.ts'

const MOST_DEVICES = 50
const MAX_CSV_BYTES = 256 * 1024

const Values = z.record(z.string(), z.string())

export const TemplateJobsJson = z.strictObject({
  values: z.optional(Values),
  devices: z.optional(z.array(Values).check(z.minLength(1), z.maxLength(MOST_DEVICES))),
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

/** What a template's jobs are made with. */
export interface TemplateJobsBody {
  readonly rows: readonly TemplateValues[]
  readonly pointerOf: (row: number) => string
  /** Answers one result each, also where there is one row. */
  readonly isBatch: boolean
  readonly validateOnly: boolean
  readonly tagging: Tagging
}

/**
 * The values of one job, or of a batch of devices, as JSON; or of a batch as CSV, whose first line names the placeholders.
 *
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, BODY_NOT_TEXT, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED, QUERY_INVALID
 * @throws TeamError VALUES_INVALID where the CSV cannot be read as a table
 */
export const templateJobsBody = async (request: HttpRequest): Promise<TemplateJobsBody> => {
  const { validateOnly: asked } = singleQuery(request, ['validateOnly'])
  const inQuery = flagOf('validateOnly', asked)
  if (/^text\/csv\b/i.test(request.headers['content-type'] ?? '')) {
    requireSize(request.body, 'Send a table whose first line names the placeholders.', MAX_CSV_BYTES)
    const rows = await csvRows(manifestText(request.body))
    const pointerOf = (row: number) => `/line ${row + 2}`
    return { rows, pointerOf, isBatch: true, validateOnly: inQuery, tagging: {} }
  }
  const { values, devices, validateOnly = false, ...tagging } = jsonBody(request, TemplateJobsJson)
  if (values && devices) {
    throw tableInvalid([{ code: 'VALUES_TWICE', detail: 'Send values of one job, or devices.', pointer: '/devices' }])
  }
  return {
    rows: devices ?? [values ?? {}],
    pointerOf: devices ? row => `/devices/${row}` : () => '/values',
    isBatch: devices !== undefined,
    validateOnly: validateOnly || inQuery,
    tagging: taggingOf(tagging),
  }
}

/** A table's rows by the names of its columns. An empty cell is left out, so that the placeholder's default counts. */
const csvRows = async (text: string): Promise<readonly TemplateValues[]> => {
  const { CsvError, parse } = await import('csv-parse/sync')
  let table: readonly (readonly string[])[]
  try {
    table = parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true, max_record_size: 64 * 1024 })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw tableInvalid([{ code: 'CSV_MALFORMED', detail: `This is not CSV (RFC 4180): ${error.code}.`, pointer: '' }])
  }
  const [names = [], ...lines] = table.map(cells => cells.map(cell => cell.trim()))
  const faults: TeamFault[] = [
    ...names
      .filter((name, index) => names.indexOf(name) < index)
      .map(name => ({
        code: 'COLUMN_REPEATED',
        detail: `The column "${name.slice(0, 64)}" is there twice.`,
        pointer: '/line 1',
      })),
    ...lines.flatMap((cells, row) =>
      cells.length === names.length
        ? []
        : [
            {
              code: 'CELLS_DIFFER',
              detail: `This line has ${cells.length} cells; the first one names ${names.length} columns.`,
              pointer: `/line ${row + 2}`,
            },
          ],
    ),
  ]
  if (lines.length === 0) faults.push({ code: 'CSV_EMPTY', detail: 'The table has no line of a device.', pointer: '' })
  if (lines.length > MOST_DEVICES) {
    const detail = `At most ${MOST_DEVICES} devices are taken at once; here are ${lines.length}.`
    faults.push({ code: 'TOO_MANY', detail, pointer: '' })
  }
  if (faults.length > 0) throw tableInvalid(faults)
  return lines.map(cells =>
    Object.fromEntries(names.flatMap((name, index) => (cells[index] ? [[name, cells[index] ?? '']] : []))),
  )
}

const tableInvalid = (faults: readonly TeamFault[]) =>
  new TeamError('VALUES_INVALID', 'The values cannot be read; nothing was sent. Fix the entries in "errors".', {
    faults,
  })
