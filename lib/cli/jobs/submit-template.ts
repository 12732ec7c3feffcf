import type { WaybillClient } from '../../client/client.ts'
import { answered, waybillClient } from '../api/ask.ts'
import type { CommandUse } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { readInput } from '../input.ts'
import { progressOn } from '../output/progress.ts'
import { asJson, printRows } from '../output/rows.ts'
import type { SubmitOptions } from './options.ts'
import { exitCodeOf, SUBMITTED_COLUMNS, type Submitted, type SubmittedItem, saved, tagsOf } from './submitted.ts'

type Values = Record<string, string>

/** So many at once that whoever waits sees progress. */
const IN_A_BATCH = 10

/**
 * Jobs of a template: one of the values, or one of each line of a table. All lines are validated first: where one of them would
 * be refused, none is sent.
 */
export const submitTemplate = async (
  { args, options, io, target, isQuiet }: CommandUse<SubmitOptions>,
  template: string,
): Promise<number> => {
  if (args.length > 0) throw new UsageError('--template stands in place of manifests; leave those out.')
  const values = tagsOf(options.value) ?? {}
  const rows = options.devices === undefined ? [values] : await rowsOf(options.devices, values, io)
  const client = await waybillClient(target, io)
  const progress = progressOn(io.stderr, isQuiet)
  const send = async (validateOnly: boolean, done: string): Promise<Submitted[]> => {
    const results: Submitted[] = []
    for (let first = 0; first < rows.length; first += IN_A_BATCH) {
      progress.show(`${results.length} of ${rows.length} ${done}`)
      const devices = rows.slice(first, first + IN_A_BATCH)
      const items = await post(client, template, { devices, validateOnly, ...extras(options) })
      results.push(...items.map((item, index) => ({ file: nameOf(first + index, devices[index]), ...item })))
    }
    progress.clear()
    return results
  }
  const print = async (results: readonly Submitted[]) => {
    const { format } = options
    const columns = SUBMITTED_COLUMNS
    io.stdout.write(format === 'json' ? asJson(results) : await printRows(results, { format, columns }))
  }
  const validated = await send(true, 'validated')
  const refused = validated.filter(({ status }) => status >= 300)
  if (options['validate-only'] || refused.length > 0) {
    await print(refused.length > 0 ? refused : validated)
    if (refused.length > 0) io.stderr.write(`Nothing was sent: ${refused.length} of ${rows.length} would be refused.\n`)
    return exitCodeOf(validated, rows.length)
  }
  const submitted: Submitted[] = []
  for (const result of await send(false, 'submitted')) {
    submitted.push({ ...result, ...(await saved(result, options, io)) })
  }
  await print(submitted)
  return submitted.length > 0 ? exitCodeOf(submitted, rows.length) : EXIT_CODES.refused
}

const extras = ({ tag, description }: SubmitOptions) => {
  const tags = tagsOf(tag)
  return { ...(tags && { tags }), ...(description !== undefined && { description }) }
}

const post = async (
  client: WaybillClient,
  name: string,
  body: { readonly devices: Values[]; readonly validateOnly: boolean },
): Promise<readonly SubmittedItem[]> => {
  const answer = await answered(
    client.POST('/v1/templates/{name}/jobs', {
      params: { path: { name } },
      headers: { 'Content-Type': 'application/json' },
      body,
    }),
  )
  return 'items' in answer ? answer.items : []
}

const nameOf = (row: number, values: Values = {}) => values.deviceId ?? `line ${row + 2}`

/** A table's lines by the names of its columns; what the command line names besides is the same for all of them. */
const rowsOf = async (file: string, values: Values, io: CommandUse['io']): Promise<Values[]> => {
  const { CsvError, parse } = await import('csv-parse/sync')
  try {
    const table: Values[] = parse(await readInput(file, io), {
      bom: true,
      columns: true,
      trim: true,
      skip_empty_lines: true,
    })
    if (table.length === 0) throw new UsageError(`${file} has no line of a device.`)
    return table.map(row => ({
      ...values,
      ...Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')),
    }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new UsageError(`${file} is not a table: ${error.message}`)
  }
}
