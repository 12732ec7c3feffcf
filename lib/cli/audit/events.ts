import { clock } from '../../adapters/system/system.ts'
import type { components, WaybillClient } from '../../client/client.ts'
import { answered, waybillClient } from '../api/ask.ts'
import { teamOf } from '../api/connection.ts'
import type { Command, CommandUse } from '../command.ts'
import { EXIT_CODES, NoAnswer, UsageError } from '../command-error.ts'
import { FEED_COLUMNS } from '../output/event-columns.ts'
import { printRows } from '../output/rows.ts'
import { pause } from '../pause.ts'
import type { EventsOptions } from './options.ts'

type HistoryPage = components['schemas']['HistoryPage']

const DAY_MS = 24 * 60 * 60_000
const EVERY_SECONDS = 10
const MOST = 1000

/**
 * Shows history over all jobs, oldest first. With `--follow` it goes on with what happens, until Ctrl-C, and each event is a line
 * by itself.
 */
export const events: Command<EventsOptions> = {
  run: async use => {
    const { io, target } = use
    const { format, follow } = use.options
    if (follow && format === 'json') throw new UsageError('--follow has no end, and JSON needs one: use ndjson.')
    const client = await waybillClient(target, io)
    const options = { ...use.options, team: await teamOf(use.options.team, target, io) }
    const from = options.from ?? new Date(clock().getTime() - DAY_MS).toISOString()
    if (follow) return followed(client, from, { ...use, options })
    const all: HistoryPage['events'] = []
    for (let pageToken: string | undefined; ; ) {
      const page = await pageOf(client, options, pageToken === undefined ? { from } : { from, pageToken })
      all.push(...page.events)
      pageToken = page.nextPageToken
      if (pageToken === undefined) break
    }
    io.stdout.write(await printRows(all, { format, columns: FEED_COLUMNS, none: 'No events.' }))
    return EXIT_CODES.done
  },
}

/**
 * A look that fails is no reason to stop looking: the next one goes on where the last one ended. Each look is an event too, and
 * is not shown: it would be the reason for the next line.
 */
const followed = async (client: WaybillClient, from: string, { options, io }: CommandUse<EventsOptions>) => {
  let pageToken: string | undefined
  let hasAnswered = false
  while (!io.stopped.aborted) {
    try {
      const page = await pageOf(client, options, { from, ...(pageToken !== undefined && { pageToken }) })
      hasAnswered = true
      const shown = page.events.filter(({ action }) => action === options.action || action !== 'list-events')
      if (shown.length > 0) io.stdout.write(await lines(shown, options.format))
      pageToken = page.nextPageToken ?? page.resumeToken ?? pageToken
      if (page.nextPageToken !== undefined) continue
    } catch (error) {
      if (!hasAnswered || !(error instanceof NoAnswer)) throw error
      if (!io.stopped.aborted) io.stderr.write(`${error.message}\n`)
    }
    await pause((options.every ?? EVERY_SECONDS) * 1000, io.stopped)
  }
  return EXIT_CODES.done
}

/** Without the titles, which would come again with each look. */
const lines = async (rows: HistoryPage['events'], format: EventsOptions['format']): Promise<string> => {
  const printed = await printRows(rows, { format, columns: FEED_COLUMNS })
  return format === 'ndjson' ? printed : printed.replace(/^[^\n]*\n/, '')
}

const pageOf = (
  client: WaybillClient,
  { team, job, principal, action, outcome, to }: EventsOptions,
  place: { readonly from: string; readonly pageToken?: string },
): Promise<HistoryPage> => {
  const query = {
    ...(team !== undefined && { team }),
    ...(job !== undefined && { jobId: job }),
    ...(principal !== undefined && { principal }),
    ...(action !== undefined && { action }),
    ...(outcome !== undefined && { outcome }),
    ...(to !== undefined && { to }),
    ...place,
    pageSize: MOST,
  }
  return answered(client.GET('/v1/events', { params: { query } }))
}
