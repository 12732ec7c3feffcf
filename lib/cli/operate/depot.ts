import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isErrno } from '../../adapters/folder/errno.ts'
import { jsonOf } from '../../json.ts'
import { STAFF_SECRET_FILE } from '../../local/secrets.ts'
import { type LocalConfig, localConfig } from '../../settings/config.ts'
import { profileOf } from '../api/connection.ts'
import { wholeAnswer } from '../api/whole-answer.ts'
import type { Command, Io } from '../command.ts'
import { CommandError, EXIT_CODES, messageOf, UsageError } from '../command-error.ts'
import { asJson } from '../output/rows.ts'
import { describeJob, type StaffJob } from './depot-report.ts'
import type { AbortOptions, DepotOptions, FinishOptions, ReceiveOptions, ReturnOptions } from './options.ts'

/** The staff's side: reports to a running depot what happened to a device. */
const depotCommand = <Options extends DepotOptions>(
  name: string,
  /** What goes on the wire; `undefined`: nothing is sent, the job is only looked at. */
  bodyOf: (options: Options, io: Io) => Promise<object | undefined>,
): Command<Options> => ({
  run: async ({ args: [jobId = ''], options, io, target }) => {
    const config = localConfig(io.env)
    const body = await bodyOf(options, io)
    const { profile } = await profileOf(target, io)
    if (target.profile !== undefined && profile?.depotEndpoint === undefined) {
      throw new UsageError(`the profile "${target.profile}" has no depotEndpoint.`)
    }
    const address = target.endpoint?.href ?? profile?.depotEndpoint ?? config.depotUrl
    const endpoint = (address ?? `http://127.0.0.1:${config.depotPort}`).replace(/\/+$/, '')
    const url = `${endpoint}/staff/jobs/${encodeURIComponent(jobId)}${body ? `/${name}` : ''}`
    const job = await ask(url, await secretOf(options, config, io), body, io)
    io.stdout.write(options.format === 'json' ? asJson(job) : describeJob(job, name === 'show'))
    return EXIT_CODES.done
  },
})

export const showDevice = depotCommand<DepotOptions>('show', async () => undefined)

export const receiveDevice = depotCommand<ReceiveOptions>('receive', async ({ signature, barcode }, io) => ({
  signature: signature === undefined ? barcode : (await read(signature, io)).toString('utf8'),
}))

export const loadDevice = depotCommand<DepotOptions>('load', async () => ({}))

export const finishDevice = depotCommand<FinishOptions>('finish', async ({ errors, log }, io) => ({
  errors,
  log: log === undefined ? undefined : (await read(log, io)).toString('utf8'),
}))

export const abortDevice = depotCommand<AbortOptions>('abort', async ({ reason }) => ({ reason }))

export const returnDevice = depotCommand<ReturnOptions>('return', async ({ carrier, tracking }) => ({
  carrier,
  trackingNumber: tracking,
}))

/** `instanceof` would not know an error of Node's core in another realm. */

const read = async (file: string, { cwd }: Io): Promise<Buffer> => {
  try {
    return await readFile(resolve(cwd, file))
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${messageOf(error)}`)
  }
}

/** The depot on this machine keeps its staff's secret in the data folder. */
const secretOf = async (options: DepotOptions, { dataDir }: LocalConfig, { cwd }: Io): Promise<string> => {
  const file = resolve(cwd, options['staff-secret'] ?? join(dataDir, STAFF_SECRET_FILE))
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw new CommandError(`${file} cannot be read: ${messageOf(error)}`)
    throw new CommandError(
      `the staff secret ${file} does not exist; start the depot once, set WAYBILL_DATA_DIR to its data folder, or name the file with --staff-secret.`,
    )
  }
}

/** Longer than the depot may take for an answer. */
const TIMEOUT_MS = 40_000

const ask = async (url: string, secret: string, body: object | undefined, io: Io): Promise<StaffJob> => {
  const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' }
  const order = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const signal = AbortSignal.any([io.stopped, AbortSignal.timeout(TIMEOUT_MS)])
  const answer = await wholeAnswer(new Request(url, { headers, ...order }), signal)
  const text = await answer.text()
  if (answer.ok) return JSON.parse(text)
  throw new CommandError(detailOf(text) ?? `${new URL(url).origin} answered ${answer.status}; is it a depot?`)
}

/** The depot's own words, if it is the depot that answered. */
const detailOf = (text: string): string | undefined => {
  const problem = jsonOf(text)
  const isProblem = typeof problem === 'object' && problem !== null && 'detail' in problem
  return isProblem && typeof problem.detail === 'string' ? problem.detail : undefined
}
