import { allPages } from '../../client/pages.ts'
import { answered, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { EVENT_COLUMNS } from '../output/event-columns.ts'
import { printOne, printRows } from '../output/rows.ts'
import { jobFields } from './job-columns.ts'
import type { HistoryOptions, OneOptions } from './options.ts'

/** Shows one job. */
export const show: Command<OneOptions> = {
  run: async ({ args: [jobId = ''], options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const job = await answered(client.GET('/v1/jobs/{jobId}', { params: { path: { jobId } } }))
    io.stdout.write(printOne(job, { format, fields: jobFields(job) }))
    return EXIT_CODES.done
  },
}

/** Asks the service where device and data are now. */
export const status: Command<OneOptions> = {
  run: async ({ args: [jobId = ''], options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const found = await answered(client.GET('/v1/jobs/{jobId}/status', { params: { path: { jobId } } }))
    const fields = [
      ['Job', found.jobId],
      ['State', found.state],
      ['Location', found.locationMessage ?? found.locationCode],
      ['Progress', found.progressMessage ?? found.progressCode],
      ['Errors', found.errorCount],
      ['Carrier', found.carrier],
      ['Tracking', found.trackingNumber],
      ['Log', found.logKey === undefined ? found.logBucket : `${found.logBucket} ${found.logKey}`],
      ['Asked', found.checkedAt],
      ['May now', found.allowedActions.join(', ')],
    ] as const
    io.stdout.write(printOne(found, { format, fields }))
    return EXIT_CODES.done
  },
}

/** Shows who did what to a job, and when. */
export const history: Command<HistoryOptions> = {
  run: async ({ args: [jobId = ''], options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const events = await allPages(
      query => answered(client.GET('/v1/jobs/{jobId}/events', { params: { path: { jobId }, query } })),
      page => page.events,
    )
    io.stdout.write(await printRows(events, { format, columns: EVENT_COLUMNS, none: 'No history.' }))
    return EXIT_CODES.done
  },
}
