import type { WaybillClient } from '../../client/client.ts'
import { waybillClient } from '../api/ask.ts'
import { teamOf } from '../api/connection.ts'
import type { Command, Io } from '../command.ts'
import { EXIT_CODES, NoAnswer } from '../command-error.ts'
import { printRows } from '../output/rows.ts'
import { pause } from '../pause.ts'
import { JOB_COLUMNS, type ListedJob } from './job-columns.ts'
import { pagesOfJobs } from './list.ts'
import type { FilterOptions, WatchOptions } from './options.ts'

/** As many as a terminal has lines for. */
const MOST_SHOWN = 40
const EVERY_SECONDS = 10
const HOME_AND_CLEAR = '\u001b[H\u001b[2J'

/**
 * Shows the newest jobs until Ctrl-C. In a terminal the list is drawn again at each look; elsewhere each job has a line
 * when it appears, and whenever it changes.
 */
export const watch: Command<WatchOptions> = {
  run: async ({ options, io, target }) => {
    const client = await waybillClient(target, io)
    const filter = { ...options, team: await teamOf(options.team, target, io) }
    const seen = new Map<string, string>()
    while (!io.stopped.aborted) {
      const jobs = await newest(client, filter, io)
      if (jobs) await (io.stdout.isTerminal ? draw(jobs, io) : printChanged(jobs, seen, io))
      await pause((options.every ?? EVERY_SECONDS) * 1000, io.stopped)
    }
    return EXIT_CODES.done
  },
}

/** A look that fails is no reason to stop looking: the next one may succeed. */
const newest = async (client: WaybillClient, options: FilterOptions, { stderr, stopped }: Io) => {
  try {
    for await (const page of pagesOfJobs(client, options, MOST_SHOWN)) return page
    return []
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    if (!stopped.aborted) stderr.write(`${error.message}\n`)
    return undefined
  }
}

const draw = async (jobs: readonly ListedJob[], { stdout }: Io) =>
  stdout.write(
    `${HOME_AND_CLEAR}${await printRows(jobs, { format: 'table', columns: JOB_COLUMNS, none: 'No jobs.' })}Ctrl-C ends.\n`,
  )

const printChanged = async (jobs: readonly ListedJob[], seen: Map<string, string>, { stdout }: Io) => {
  for (const job of jobs.toReversed()) {
    const { id, updatedAt } = job
    if (seen.get(id) === updatedAt) continue
    seen.set(id, updatedAt)
    stdout.write(`${updatedAt}  ${JOB_COLUMNS.map(({ of }) => String(of(job) ?? '')).join('  ')}\n`)
  }
}
