import { answered, waybillClient } from '../api/ask.ts'
import { fetchSignature } from '../api/signatures.ts'
import type { Command } from '../command.ts'
import type { PackingSlipOptions } from '../tool/options.ts'
import { checkFolder } from '../tool/tool-files.ts'
import { readParcel, writePapers } from '../tool/write-papers.ts'

/** Prints the papers of a job's parcel from what Waybill has of the job. */
export const slip: Command<PackingSlipOptions> = {
  run: async use => {
    const { args, options, io, target } = use
    const [jobId = '', folder = ''] = args
    readParcel(options.parcel)
    await checkFolder(io, folder)
    const client = await waybillClient(target, io)
    const params = { path: { jobId } }
    const job = await answered(client.GET('/v1/jobs/{jobId}', { params }))
    const manifest = await answered(client.GET('/v1/jobs/{jobId}/manifest', { params, parseAs: 'text' }))
    // A job whose device carries a barcode has none.
    const signature = job.links.signature === undefined ? undefined : await fetchSignature(client, jobId)
    const ofJob = {
      jobId,
      jobType: job.jobType,
      currentManifest: manifest,
      createdAt: job.createdAt,
      ...(job.shipment && { shipment: job.shipment }),
      ...(job.shippingAddress !== undefined && { shippingAddress: job.shippingAddress }),
      ...(signature && { signatureFileContents: new TextDecoder().decode(signature) }),
    }
    return writePapers(ofJob, folder, use)
  },
}
