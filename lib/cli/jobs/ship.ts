import { answered, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { printOne } from '../output/rows.ts'
import { jobFields, type ShownJob } from './job-columns.ts'
import type { CustodyOptions, ShipOptions } from './options.ts'

/** Reports the parcel that the devices of jobs travel in. */
export const ship: Command<ShipOptions> = {
  run: async ({ args: [jobId = '', ...others], options: { carrier, tracking, on, seal, format }, io, target }) => {
    const client = await waybillClient(target, io)
    const body = {
      carrier,
      ...(others.length > 0 && { jobIds: [jobId, ...others] }),
      ...(tracking !== undefined && { trackingNumber: tracking }),
      ...(on !== undefined && { shippedOn: on }),
      ...(seal !== undefined && { sealNumber: seal }),
    }
    const job = await answered(client.PUT('/v1/jobs/{jobId}/shipment', { params: { path: { jobId } }, body }))
    for (const { code, detail } of job.shipment?.warnings ?? []) io.stderr.write(`Warning: ${code}: ${detail}\n`)
    io.stdout.write(printJob(job, format))
    return EXIT_CODES.done
  },
}

/** Records who packed, sealed, handed over or got back a device. */
export const custody: Command<CustodyOptions> = {
  run: async ({ args: [jobId = ''], options: { step, by, at, seal, note, format }, io, target }) => {
    const client = await waybillClient(target, io)
    const body = {
      step,
      by,
      ...(at !== undefined && { at }),
      ...(seal !== undefined && { sealNumber: seal }),
      ...(note !== undefined && { note }),
    }
    const job = await answered(client.POST('/v1/jobs/{jobId}/custody', { params: { path: { jobId } }, body }))
    io.stdout.write(printJob(job, format))
    return EXIT_CODES.done
  },
}

const printJob = (job: ShownJob, format: 'table' | 'json') => printOne(job, { format, fields: jobFields(job) })
