import type { WaybillClient } from '../../client/client.ts'
import { failureOf, waybillClient } from '../api/ask.ts'
import type { CommandUse } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { namedValues } from '../named-values.ts'
import { progressOn } from '../output/progress.ts'
import { asJson, printRows } from '../output/rows.ts'
import { type DeviceLine, readDevices, type Values } from './devices-table.ts'
import type { SubmitOptions } from './options.ts'
import { exitCodeOf, SUBMITTED_COLUMNS, type Submitted, type SubmittedItem, saved, tagsOf } from './submitted.ts'

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
  const values = namedValues('value', options.value)
  const rows = options.devices === undefined ? [{ values, line: 0 }] : await readDevices(options.devices, io)
  const client = await waybillClient(target, io)
  const progress = progressOn(io.stderr, isQuiet)
  const send = async (validateOnly: boolean, done: string, take: (some: readonly Submitted[]) => Promise<void>) => {
    for (let first = 0; first < rows.length; first += IN_A_BATCH) {
      progress.show(`${first} of ${rows.length} ${done}`)
      const lines = rows.slice(first, first + IN_A_BATCH)
      // What the command line names is the same for all of them.
      const devices = lines.map(row => ({ ...values, ...row.values }))
      const items = await post(client, template, { devices, validateOnly, ...extras(options) }, lines)
      await take(items.map((item, index) => ({ file: nameOf(lines[index], devices[index]), ...item })))
    }
  }
  const print = async (results: readonly Submitted[]) => {
    progress.clear()
    const { format } = options
    const columns = SUBMITTED_COLUMNS
    io.stdout.write(format === 'json' ? asJson(results) : await printRows(results, { format, columns }))
  }
  const validated: Submitted[] = []
  await send(true, 'validated', async some => void validated.push(...some))
  const refused = validated.filter(({ status }) => status >= 300)
  if (options['validate-only'] || refused.length > 0) {
    await print(refused.length > 0 ? refused : validated)
    if (refused.length > 0) io.stderr.write(`Nothing was sent: ${refused.length} of ${rows.length} would be refused.\n`)
    return exitCodeOf(validated, rows.length)
  }
  const submitted: Submitted[] = []
  try {
    await send(false, 'submitted', async some => {
      for (const result of some) submitted.push({ ...result, ...(await saved(result, options, io)) })
    })
  } finally {
    // Also where the way to Waybill broke off: these jobs are there.
    if (submitted.length > 0) await print(submitted)
  }
  return submitted.length > 0 ? exitCodeOf(submitted, rows.length) : EXIT_CODES.refused
}

const extras = ({ tag, description, 'return-address': returnAddress }: SubmitOptions) => {
  const tags = tagsOf(tag)
  return {
    ...(returnAddress !== undefined && { returnAddress }),
    ...(tags && { tags }),
    ...(description !== undefined && { description }),
  }
}

const post = async (
  client: WaybillClient,
  name: string,
  body: { readonly devices: Values[]; readonly validateOnly: boolean },
  lines: readonly DeviceLine[],
): Promise<readonly SubmittedItem[]> => {
  const { data, error, response } = await client.POST('/v1/templates/{name}/jobs', {
    params: { path: { name } },
    headers: { 'Content-Type': 'application/json' },
    body,
  })
  if (!data) throw failureOf(withLines(error, lines), response)
  return 'items' in data ? data.items : []
}

/** A problem that names lines of the table, where Waybill knows the devices of one request alone. */
const withLines = (problem: unknown, lines: readonly DeviceLine[]): unknown => {
  if (typeof problem !== 'object' || problem === null || !('errors' in problem) || !Array.isArray(problem.errors)) {
    return problem
  }
  const inTable = (pointer: string) =>
    pointer.replace(/^\/devices\/(\d+)/, (whole, index) => (lines[index]?.line ? `line ${lines[index].line}` : whole))
  const errors = problem.errors.map(part => ({
    ...part,
    ...(typeof part.pointer === 'string' && { pointer: inTable(part.pointer) }),
    ...(typeof part.detail === 'string' && { detail: part.detail.replace(/\/devices\/\d+/g, inTable) }),
  }))
  return { ...problem, errors }
}

const nameOf = (row: DeviceLine | undefined, { deviceId }: Values = {}) => deviceId ?? `line ${row?.line ?? 1}`
