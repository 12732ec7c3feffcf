import { AS_TEXT, answered, manifestBody, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { readInput } from '../input.ts'
import { asJson, printOne } from '../output/rows.ts'
import { jobFields } from './job-columns.ts'
import type { OneOptions, ParcelLabelOptions, UpdateOptions } from './options.ts'

/** Gives a job another manifest. */
export const update: Command<UpdateOptions> = {
  run: async ({ args: [jobId = '', file = ''], options, io, target }) => {
    const { 'job-type': jobType, 'validate-only': validateOnly, 'allow-kind-change': allowKindChange, format } = options
    const bytes = await readInput(file, io)
    const client = await waybillClient(target, io)
    const query = { validateOnly, allowKindChange, ...(jobType && { jobType }) }
    const params = { path: { jobId }, query }
    const changed = await answered(
      client.PUT('/v1/jobs/{jobId}/manifest', { params, body: manifestBody(bytes), headers: AS_TEXT }),
    )
    if ('valid' in changed) {
      io.stdout.write(format === 'json' ? asJson(changed) : 'The manifest passes. The job was not changed.\n')
      return EXIT_CODES.done
    }
    io.stdout.write(printOne(changed, { format, fields: jobFields(changed) }))
    return EXIT_CODES.done
  },
}

/** Cancels jobs, one after the other; the first that cannot be cancelled ends the command. */
export const cancel: Command<OneOptions> = {
  run: async ({ args: jobIds, options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const cancelled = []
    for (const jobId of jobIds) {
      cancelled.push(await answered(client.POST('/v1/jobs/{jobId}/cancel', { params: { path: { jobId } } })))
      if (format === 'table') io.stdout.write(`${jobId} is cancelled.\n`)
    }
    if (format === 'json') io.stdout.write(asJson(cancelled))
    return EXIT_CODES.done
  },
}

/** Makes one shipping label for the parcel of these jobs. */
export const label: Command<ParcelLabelOptions> = {
  run: async ({ args: jobIds, options: { sender, format }, io, target }) => {
    const client = await waybillClient(target, io)
    const made = await answered(
      client.POST('/v1/shipping-labels', { body: { jobIds: [...jobIds], ...(sender !== undefined && { sender }) } }),
    )
    for (const warning of made.warnings) io.stderr.write(`Warning: ${warning}\n`)
    io.stdout.write(format === 'json' ? asJson(made) : `${made.url}\n`)
    return EXIT_CODES.done
  },
}
