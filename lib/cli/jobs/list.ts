import type { WaybillClient } from '../../client/client.ts'
import { eachPage } from '../../client/pages.ts'
import { answered, waybillClient } from '../api/ask.ts'
import { teamOf } from '../api/connection.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { printRows } from '../output/rows.ts'
import { JOB_COLUMNS, type ListedJob } from './job-columns.ts'
import type { FilterOptions, ListOptions } from './options.ts'

const BY_DEFAULT = 50
const MOST_AT_ONCE = 1000

/** Lists jobs, newest first. Where there are more than it shows, it says so on standard error. */
export const list: Command<ListOptions> = {
  run: async ({ options, io, target, isQuiet }) => {
    const { format, all, limit = BY_DEFAULT } = options
    const most = all ? Number.POSITIVE_INFINITY : limit
    const client = await waybillClient(target, io)
    const jobs: ListedJob[] = []
    let isMore = false
    for await (const page of pagesOfJobs(
      client,
      { ...options, team: await teamOf(options.team, target, io) },
      Math.min(most, MOST_AT_ONCE),
    )) {
      isMore = jobs.length + page.length > most
      jobs.push(...page.slice(0, most - jobs.length))
      if (jobs.length >= most) break
    }
    io.stdout.write(await printRows(jobs, { format, columns: JOB_COLUMNS, none: 'No jobs.' }))
    if (!isQuiet && (isMore || jobs.length === most)) {
      io.stderr.write(`The newest ${most}; --all or --limit lists more.\n`)
    }
    return EXIT_CODES.done
  },
}

/** The jobs of the filters, page by page. */
export const pagesOfJobs = (client: WaybillClient, options: FilterOptions, pageSize: number) =>
  eachPage(
    page => answered(client.GET('/v1/jobs', { params: { query: { ...queryOf(options), ...page } } })),
    ({ jobs }) => jobs,
    pageSize,
  )

const queryOf = ({
  team,
  device,
  bucket,
  kind,
  'job-type': jobType,
  state,
  stage,
  tag,
  from,
  to,
  ...more
}: FilterOptions) => ({
  ...(team !== undefined && { team }),
  ...(device !== undefined && { deviceId: device }),
  ...(bucket !== undefined && { bucket }),
  ...(kind !== undefined && { kind }),
  ...(jobType !== undefined && { jobType }),
  ...(state !== undefined && { state }),
  ...(stage !== undefined && { stage }),
  ...(more.archived !== undefined && { archived: more.archived }),
  ...(more['expires-before'] !== undefined && { expiresBefore: more['expires-before'] }),
  ...(tag.length > 0 && { tag: [...tag] }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
})
