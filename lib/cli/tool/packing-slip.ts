import type { ServiceStatus } from '../../jobs/service.ts'
import { JOB_LIFE_MS } from '../../jobs/timing.ts'
import type { Manifest } from '../../manifest/manifest.ts'
import { readManifest } from '../../manifest/read.ts'
import { CommandError, EXIT_CODES, UsageError } from '../command-error.ts'
import { asJson as json } from '../output/rows.ts'
import type { PackingSlipOptions } from './options.ts'
import { toolCommand } from './tool-command.ts'
import { checkFolder, saveFile } from './tool-files.ts'

/**
 * Prints the papers of a job's parcel from any service's answer about the job: a packing slip, and a
 * label with the job ID where none is prepaid.
 */
export const packingSlipCommand = toolCommand<PackingSlipOptions>({
  changes: false,
  run: async run => {
    const [id = '', folder = ''] = run.args
    const { label: size, force } = run.options
    const parcel = readParcel(run.options.parcel)
    await checkFolder(run.io, folder)
    const status = await run.ask((service, call) => service.getStatus(id, call))
    const manifest = readSent(status)
    const { jobId } = status
    const shipTo = shipToOf(status)
    const createdAt = new Date(status.createdAt ?? 0)

    const { papersOf } = await import('./papers.ts')
    const slip = {
      jobId,
      manifest,
      shipTo,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + JOB_LIFE_MS),
      parcel,
      handling: handlingOf(run.options),
      ...(status.signatureFileContents && { signatureFileContents: status.signatureFileContents }),
    }
    const files: string[] = []
    let isAnyBeside = false
    for (const { name, bytes } of await papersOf(slip, size)) {
      const { path, isBeside } = await saveFile(run.io, { folder, name, bytes, jobId, force })
      files.push(path)
      isAnyBeside ||= isBeside
      if (isBeside) run.io.stderr.write(`${folder}/${name} holds something else and was left; --force replaces it.\n`)
    }
    run.io.stdout.write(run.asJson ? json({ jobId, files }) : files.map(file => `${file}\n`).join(''))
    return isAnyBeside ? EXIT_CODES.refused : EXIT_CODES.done
  },
})

const readParcel = (given = '1/1') => {
  const [, number, of] = /^([1-9]\d{0,2})\/([1-9]\d{0,2})$/.exec(given) ?? []
  if (!number || !of || Number(number) > Number(of)) {
    throw new UsageError(`--parcel takes which of how many, for example 1/2, not "${given}".`)
  }
  return { number: Number(number), of: Number(of) }
}

const handlingOf = ({ carrier = '', tracking = '', seal = '', 'packed-by': packedBy = '' }: PackingSlipOptions) => ({
  carrier,
  trackingNumber: tracking,
  sealNumber: seal,
  packedBy,
})

/** The manifest as the service has it: what is printed is what the device is worked on by. */
const readSent = ({ jobId, jobType, currentManifest }: ServiceStatus): Manifest => {
  if (currentManifest === undefined) throw new CommandError(`The service does not answer the manifest of ${jobId}.`)
  const { manifest, diagnostics } = readManifest(currentManifest, { jobType })
  if (manifest) return manifest
  const [first] = diagnostics
  throw new CommandError(`The manifest of ${jobId} cannot be read: ${first?.detail} Line ${first?.line}.`)
}

/** Where to, without the line that names the job: the papers put that in themselves. */
const shipToOf = ({ jobId, shippingAddress = '' }: ServiceStatus): readonly string[] => {
  const lines = shippingAddress.split(/\r?\n/).filter(line => line.trim() !== '' && !/^\s*JOBID\b/i.test(line))
  if (lines.length === 0) throw new CommandError(`The service does not answer a shipping address for ${jobId}.`)
  return lines
}
