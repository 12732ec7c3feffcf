import { join, resolve } from 'node:path'
import type { components, WaybillClient } from '../../client/client.ts'
import { answered, waybillClient } from '../api/ask.ts'
import { fetchSignature, verifyBytes } from '../api/signatures.ts'
import type { Command } from '../command.ts'
import { CommandError, EXIT_CODES } from '../command-error.ts'
import { asJson } from '../output/rows.ts'
import {
  isRootOfDisk,
  isRootOfMachine,
  readOnDisk,
  requireFolder,
  SIGNATURE,
  signaturesIn,
  writeAndReadBack,
} from './disk.ts'
import type { PrepareOptions } from './options.ts'

type Job = components['schemas']['Job']

/**
 * Puts a job's SIGNATURE onto the disk that is mounted at a path, and prints what is left to do. A wrong or missing
 * SIGNATURE costs a whole round trip, so nothing is believed:
 *
 * 1. The path is the root directory of a mounted disk.
 * 2. The job waits for a disk, and has a SIGNATURE.
 * 3. No other job's SIGNATURE is there, and no file that is almost called so.
 * 4. The file is written, flushed and read back.
 * 5. Waybill is asked about the very bytes that were read.
 */
export const prepare: Command<PrepareOptions> = {
  run: async ({ args: [path = '', jobId = ''], options, io, target }) => {
    const folder = resolve(io.cwd, path)
    await requireFolder(folder)
    if (!options['any-folder'] && isRootOfMachine(folder)) {
      throw new CommandError(
        `${path} is the root directory of this machine, and no disk to send. Name where the disk is mounted.`,
      )
    }
    if (!options['any-folder'] && !(await isRootOfDisk(folder))) {
      throw new CommandError(
        `${path} is not the root directory of a mounted disk, where the SIGNATURE must be. --any-folder takes it all the same.`,
      )
    }
    const client = await waybillClient(target, io)
    const job = await answered(client.GET('/v1/jobs/{jobId}', { params: { path: { jobId } } }))
    if (job.state !== 'created') throw new CommandError(`Job ${jobId} is ${job.state}: no disk is expected for it.`)
    const bytes = await fetchSignature(client, jobId)
    await requireNoOther(client, folder, bytes, options.force)

    await writeAndReadBack(folder, bytes)
    const onDisk = await readOnDisk(join(folder, SIGNATURE))
    const verified = await verifyBytes(client, onDisk)
    if (!verified.genuine || !verified.exact || verified.jobId !== jobId) {
      throw new CommandError(`The SIGNATURE on the disk is not that of ${jobId}. ${verified.advice ?? ''}`.trimEnd())
    }
    const file = join(path, SIGNATURE)
    if (options.format === 'json') {
      io.stdout.write(asJson({ jobId, deviceId: job.deviceId, file, genuine: true, exact: true, next: checklist(job) }))
      return EXIT_CODES.done
    }
    io.stdout.write(`${file} is the SIGNATURE of job ${jobId}, byte for byte.\n\nBefore the disk leaves:\n`)
    for (const step of checklist(job)) io.stdout.write(`  [ ] ${step}\n`)
    return EXIT_CODES.done
  },
}

/** @throws CommandError where the disk has what belongs to another job, or what the service would not find */
const requireNoOther = async (client: WaybillClient, folder: string, bytes: Uint8Array, force: boolean) => {
  for (const name of await signaturesIn(folder)) {
    if (name !== SIGNATURE) {
      throw new CommandError(
        `The disk has a file "${name}". Remove or rename it: the service looks for ${SIGNATURE} in capitals only, and people may take one for the other.`,
      )
    }
    const there = await readOnDisk(join(folder, name))
    if (force || Buffer.compare(there, bytes) === 0) continue
    const [, other] = /^jobId:(\S+)/m.exec(there.toString('latin1')) ?? []
    const known = await verifyBytes(client, there).catch(() => undefined)
    const whose =
      other === undefined
        ? 'is of no job that can be read'
        : `names job ${other}${known ? `, device ${known.deviceId}` : ''}`
    throw new CommandError(
      `The disk has a SIGNATURE already, and it ${whose}. Is this the right disk? --force replaces it.`,
    )
  }
}

/** What people do with the disk once its SIGNATURE is there. */
const checklist = (job: Job): readonly string[] => [
  `This is the disk ${job.deviceId} of the manifest, and no other.`,
  job.jobType === 'Import' ? 'All data to load is on it.' : 'It is empty but for the SIGNATURE, and large enough.',
  'It is unmounted (ejected), so that everything is written.',
  `The outside of the disk shows ${job.jobId}.`,
  'Power supply and cables are with it, where the service asks for them.',
  `The papers are in the parcel: waybill slip ${job.jobId} .`,
  `The address on the parcel has the job ID: waybill slip ${job.jobId} . --label A6`,
]
