import { JOB_LIFE_MS } from '../../jobs/timing.ts'
import type { JobType, Manifest } from '../../manifest/manifest.ts'
import { readManifest } from '../../manifest/read.ts'
import type { CommandUse } from '../command.ts'
import { CommandError, EXIT_CODES, type ExitCode, UsageError } from '../command-error.ts'
import { asJson } from '../output/rows.ts'
import type { PackingSlipOptions } from './options.ts'
import { saveFile } from './tool-files.ts'

/** What the papers of a job's parcel are made of. */
export interface PapersOfJob {
  readonly jobId: string
  readonly jobType: JobType
  readonly currentManifest?: string
  readonly shippingAddress?: string
  readonly signatureFileContents?: string
  readonly createdAt?: string
  /** As it was reported to Waybill. What the command's options say of it stands before this. */
  readonly shipment?: ReportedShipment
}

interface ReportedShipment {
  readonly carrier: string
  readonly trackingNumber?: string
  readonly sealNumber?: string
  /** A day, `2026-11-21`. */
  readonly shippedOn: string
}

/** Writes a packing slip, and a label with the job ID where none is prepaid, to a folder. */
export const writePapers = async (
  job: PapersOfJob,
  folder: string,
  { io, options }: CommandUse<PackingSlipOptions>,
): Promise<ExitCode> => {
  const { label: size, force, format } = options
  const { jobId } = job
  const createdAt = new Date(job.createdAt ?? 0)
  const slip = {
    jobId,
    manifest: readSent(job),
    shipTo: shipToOf(job),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + JOB_LIFE_MS),
    parcel: readParcel(options.parcel),
    handling: handlingOf(options, job.shipment),
    ...(job.signatureFileContents && { signatureFileContents: job.signatureFileContents }),
  }
  const { papersOf } = await import('./papers.ts')
  const files: string[] = []
  let isAnyBeside = false
  for (const { name, bytes } of await papersOf(slip, size)) {
    const { path, isBeside } = await saveFile(io, { folder, name, bytes, jobId, force })
    files.push(path)
    isAnyBeside ||= isBeside
    if (isBeside) io.stderr.write(`${folder}/${name} holds something else and was left; --force replaces it.\n`)
  }
  io.stdout.write(format === 'json' ? asJson({ jobId, files }) : files.map(file => `${file}\n`).join(''))
  return isAnyBeside ? EXIT_CODES.refused : EXIT_CODES.done
}

/** @throws UsageError */
export const readParcel = (given = '1/1') => {
  const [, number, of] = /^([1-9]\d{0,2})\/([1-9]\d{0,2})$/.exec(given) ?? []
  if (!number || !of || Number(number) > Number(of)) {
    throw new UsageError(`--parcel takes which of how many, for example 1/2, not "${given}".`)
  }
  return { number: Number(number), of: Number(of) }
}

/** The number and the day of a parcel with another carrier are not those of this one. */
const handlingOf = (
  { carrier, tracking, seal, 'packed-by': packedBy = '' }: PackingSlipOptions,
  shipment: Partial<ReportedShipment> = {},
) => {
  const sent = carrier === undefined || carrier === shipment.carrier ? shipment : {}
  return {
    carrier: carrier ?? sent.carrier ?? '',
    trackingNumber: tracking ?? sent.trackingNumber ?? '',
    sealNumber: seal ?? shipment.sealNumber ?? '',
    packedBy,
    ...(sent.shippedOn !== undefined && { packedOn: sent.shippedOn }),
  }
}

/** The manifest as the service has it: what is printed is what the device is worked on by. */
const readSent = ({ jobId, jobType, currentManifest }: PapersOfJob): Manifest => {
  if (currentManifest === undefined) throw new CommandError(`The service does not answer the manifest of ${jobId}.`)
  const { manifest, diagnostics } = readManifest(currentManifest, { jobType })
  if (manifest) return manifest
  const [first] = diagnostics
  throw new CommandError(`The manifest of ${jobId} cannot be read: ${first?.detail} Line ${first?.line}.`)
}

/** Where to, without the line that names the job: the papers put that in themselves. */
const shipToOf = ({ jobId, shippingAddress = '' }: PapersOfJob): readonly string[] => {
  const lines = shippingAddress.split(/\r?\n/).filter(line => line.trim() !== '' && !/^\s*JOBID\b/i.test(line))
  if (lines.length === 0) throw new CommandError(`The service does not answer a shipping address for ${jobId}.`)
  return lines
}
