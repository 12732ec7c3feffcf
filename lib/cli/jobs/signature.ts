import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { WaybillClient } from '../../client/client.ts'
import { waybillClient } from '../api/ask.ts'
import { fetchSignature, verifyBytes } from '../api/signatures.ts'
import type { Command, CommandUse } from '../command.ts'
import { CommandError, EXIT_CODES, UsageError } from '../command-error.ts'
import { readOnDisk, SIGNATURE, signaturesIn } from '../disk/disk.ts'
import { asJson, printOne } from '../output/rows.ts'
import { saveFile } from '../tool/tool-files.ts'
import type { SignatureOptions } from './options.ts'

/** Writes a job's SIGNATURE byte for byte, or checks that of a disk. */
export const signature: Command<SignatureOptions> = {
  run: async use => {
    const [jobId] = use.args
    const { check } = use.options
    const client = await waybillClient(use.target, use.io)
    if (check !== undefined) return checkDisk(client, check, jobId, use)
    if (jobId === undefined) throw new UsageError('Name a job, or a disk with --check.')
    return write(client, jobId, use)
  },
}

const write = async (client: WaybillClient, jobId: string, { options, io }: CommandUse<SignatureOptions>) => {
  const { out, force, format } = options
  const bytes = await fetchSignature(client, jobId)
  if (out === undefined) {
    io.stdout.write(new TextDecoder().decode(bytes))
    return EXIT_CODES.done
  }
  const isFolder =
    /[\\/]$/.test(out) ||
    (await stat(resolve(io.cwd, out)).then(
      found => found.isDirectory(),
      () => false,
    ))
  const [folder, name] = isFolder ? [out, SIGNATURE] : [dirname(out), basename(out)]
  const { path, isBeside } = await saveFile(io, { folder, name, bytes, jobId, force })
  io.stdout.write(format === 'json' ? asJson({ jobId, file: path }) : `${path}\n`)
  if (!isBeside) return EXIT_CODES.done
  throw new CommandError(`${join(folder, name)} holds something else and was left as it is; --force replaces it.`)
}

/** Is it the right job's, genuine, exact, and called as the service looks for it? */
const checkDisk = async (
  client: WaybillClient,
  path: string,
  jobId: string | undefined,
  { options: { format }, io }: CommandUse<SignatureOptions>,
) => {
  const given = resolve(io.cwd, path)
  const isFolder = await stat(given).then(
    found => found.isDirectory(),
    () => false,
  )
  const names = isFolder ? await signaturesIn(given) : [basename(given)]
  const name = names.includes(SIGNATURE) ? SIGNATURE : names[0]
  if (name === undefined) throw new CommandError(`${path} has no ${SIGNATURE} in its root directory.`)
  const bytes = await readOnDisk(isFolder ? join(given, name) : given)
  const verified = await verifyBytes(client, bytes)
  const faults = [
    ...(name === SIGNATURE ? [] : [`The file is called "${name}"; the service looks for ${SIGNATURE} in capitals.`]),
    ...names.filter(other => other !== name).map(other => `There is also a file "${other}".`),
    ...(jobId === undefined || verified.jobId === jobId
      ? []
      : [`It belongs to job ${verified.jobId}, not to ${jobId}.`]),
    ...(verified.genuine ? [] : ['The signature is not the one that the service gave this job.']),
    ...verified.differences.map(({ detail }) => detail),
    ...(verified.state === 'created' ? [] : [`The job is ${verified.state}.`]),
  ]
  const fields = [
    ['Job', verified.jobId],
    ['Device', verified.deviceId],
    ['State', verified.state],
    ['Genuine', verified.genuine ? 'yes' : 'no'],
    ['Exact', verified.exact ? 'yes' : 'no'],
    ['Faults', faults.join('\n')],
    ['To do', faults.length > 0 ? verified.advice : undefined],
  ] as const
  io.stdout.write(printOne({ ...verified, faults }, { format, fields }))
  return faults.length === 0 ? EXIT_CODES.done : EXIT_CODES.refused
}
