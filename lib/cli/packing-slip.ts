import type { ServiceStatus } from '../jobs/service.ts'
import { JOB_LIFE_MS } from '../jobs/timing.ts'
import { packingSlip } from '../labels/packing-slip.ts'
import { type ShippingLabel, shippingLabel } from '../labels/shipping-label.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { readManifest } from '../manifest/read.ts'
import { json, type ToolRun, toolCommand } from './tool-command.ts'
import { ToolError, ToolUsageError } from './tool-error.ts'
import { checkFolder, saveFile } from './tool-files.ts'

const SIZES = ['4x6', 'A6'] as const satisfies readonly ShippingLabel['size'][]

const FLAGS = {
  label: { type: 'string' },
  parcel: { type: 'string' },
  carrier: { type: 'string' },
  tracking: { type: 'string' },
  seal: { type: 'string' },
  'packed-by': { type: 'string' },
  force: { type: 'boolean' },
} as const

/**
 * Prints the papers of a job's parcel from any service's answer about the job: a packing slip, and a
 * label with the job ID where none is prepaid.
 */
export const packingSlipCommand = toolCommand({
  name: 'packing-slip',
  usage:
    'JOBID DIR [--label 4x6|A6] [--parcel N/OF] [--carrier C] [--tracking N] [--seal N] [--packed-by NAME] [--force]',
  arguments: [2, 2],
  flags: FLAGS,
  changes: false,
  run: async run => {
    const [id = '', folder = ''] = run.positionals
    const size = readSize(run.flags.label)
    const parcel = readParcel(run.flags.parcel)
    await checkFolder(run.io, folder)
    const status = await run.ask((service, call) => service.getStatus(id, call))
    const manifest = readSent(status)
    const { jobId } = status
    const shipTo = shipToOf(status)
    const createdAt = new Date(status.createdAt ?? 0)

    const slip = await packingSlip({
      jobId,
      manifest,
      shipTo,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + JOB_LIFE_MS),
      parcel,
      handling: handlingOf(run),
      ...(status.signatureFileContents && { signatureFileContents: status.signatureFileContents }),
    })
    const papers = [{ name: `packing-slip-${jobId}.pdf`, bytes: slip }]
    if (size) {
      const sender = manifest.returnAddress
      const bytes = await shippingLabel({ size, jobIds: [jobId], sender, shipTo, parcel, date: createdAt })
      papers.push({ name: `label-${jobId}.pdf`, bytes })
    }
    const force = run.flags.force === true
    const files: string[] = []
    let isAnyBeside = false
    for (const { name, bytes } of papers) {
      const { path, isBeside } = await saveFile(run.io, { folder, name, bytes, jobId, force })
      files.push(path)
      isAnyBeside ||= isBeside
      if (isBeside) run.io.stderr.write(`${folder}/${name} holds something else and was left; --force replaces it.\n`)
    }
    run.io.stdout.write(run.asJson ? json({ jobId, files }) : files.map(file => `${file}\n`).join(''))
    return isAnyBeside ? 1 : 0
  },
})

const readSize = (given: string | boolean | undefined): (typeof SIZES)[number] | undefined => {
  const size = SIZES.find(name => name.toLowerCase() === String(given).toLowerCase())
  if (given !== undefined && !size) throw new ToolUsageError(`Unknown label size "${given}".`)
  return size
}

const readParcel = (given: string | boolean | undefined) => {
  const [, number, of] = /^([1-9]\d{0,2})\/([1-9]\d{0,2})$/.exec(String(given ?? '1/1')) ?? []
  if (!number || !of || Number(number) > Number(of)) {
    throw new ToolUsageError(`--parcel takes which of how many, for example 1/2, not "${given}".`)
  }
  return { number: Number(number), of: Number(of) }
}

const handlingOf = ({ flags }: ToolRun) => {
  const written = (flag: string | boolean | undefined) => (typeof flag === 'string' ? flag : '')
  return {
    carrier: written(flags.carrier),
    trackingNumber: written(flags.tracking),
    sealNumber: written(flags.seal),
    packedBy: written(flags['packed-by']),
  }
}

/** The manifest as the service has it: what is printed is what the device is worked on by. */
const readSent = ({ jobId, jobType, currentManifest }: ServiceStatus): Manifest => {
  if (currentManifest === undefined) throw new ToolError(`The service does not answer the manifest of ${jobId}.`)
  const { manifest, diagnostics } = readManifest(currentManifest, { jobType })
  if (manifest) return manifest
  const [first] = diagnostics
  throw new ToolError(`The manifest of ${jobId} cannot be read: ${first?.detail} Line ${first?.line}.`)
}

/** Where to, without the line that names the job: the papers put that in themselves. */
const shipToOf = ({ jobId, shippingAddress = '' }: ServiceStatus): readonly string[] => {
  const lines = shippingAddress.split(/\r?\n/).filter(line => line.trim() !== '' && !/^\s*JOBID\b/i.test(line))
  if (lines.length === 0) throw new ToolError(`The service does not answer a shipping address for ${jobId}.`)
  return lines
}
