import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs, types } from 'node:util'
import { isErrno } from '../adapters/folder/errno.ts'
import { jsonOf } from '../json.ts'
import { STAFF_SECRET_FILE } from '../local/secrets.ts'
import { type LocalConfig, localConfig } from '../settings/config.ts'
import type { Command, Io } from './command.ts'
import { describeJob, type StaffJob } from './depot-report.ts'

const USAGE = [
  'Usage: waybill depot show JOBID',
  '       waybill depot receive JOBID [--signature FILE | --barcode TEXT]',
  '       waybill depot load JOBID',
  '       waybill depot finish JOBID [--errors N] [--log FILE]',
  '       waybill depot abort JOBID --reason CODE',
  '       waybill depot return JOBID --carrier CARRIER --tracking NUMBER',
  'Each takes --endpoint-url URL, --staff-secret FILE and --format json.',
  '',
].join('\n')

const OPTIONS = {
  signature: { type: 'string' },
  barcode: { type: 'string' },
  errors: { type: 'string' },
  log: { type: 'string' },
  reason: { type: 'string' },
  carrier: { type: 'string' },
  tracking: { type: 'string' },
  'endpoint-url': { type: 'string' },
  'staff-secret': { type: 'string' },
  format: { type: 'string', default: 'text' },
} as const

type OptionName = keyof typeof OPTIONS
type Values = { readonly [O in OptionName]?: string | undefined }

/** What each verb takes, and how that goes on the wire. */
const VERBS: Readonly<Record<string, Verb>> = {
  show: { takes: [], body: async () => undefined },
  receive: {
    takes: ['signature', 'barcode'],
    body: async ({ signature, barcode }, io) => ({
      signature: signature === undefined ? barcode : (await read(signature, io)).toString('utf8'),
    }),
  },
  load: { takes: [], body: async () => ({}) },
  finish: {
    takes: ['errors', 'log'],
    body: async ({ errors, log }, io) => ({
      errors: errors === undefined ? undefined : wholeNumber(errors),
      log: log === undefined ? undefined : (await read(log, io)).toString('utf8'),
    }),
  },
  abort: { takes: ['reason'], needs: ['reason'], body: async ({ reason }) => ({ reason }) },
  return: {
    takes: ['carrier', 'tracking'],
    needs: ['carrier', 'tracking'],
    body: async ({ carrier, tracking }) => ({ carrier, trackingNumber: tracking }),
  },
}

interface Verb {
  readonly takes: readonly OptionName[]
  readonly needs?: readonly OptionName[]
  /** `undefined`: nothing is sent, the job is only looked at. */
  readonly body: (values: Values, io: Io) => Promise<object | undefined>
}

/** Something that the caller can put right; printed without a stack. */
class Complaint extends Error {
  override readonly name = 'Complaint'
  readonly isUsage: boolean

  constructor(message: string, { isUsage = false } = {}) {
    super(message)
    this.isUsage = isUsage
  }
}

/** The staff's side: reports to a running depot what happened to a device. Exit code 0: done, 1: refused, 2: invalid command line. */
export const depot: Command = {
  run: async (args, io) => {
    try {
      const { verb, name, jobId, values } = parse(args)
      const config = localConfig(io.env)
      const body = await verb.body(values, io)
      const url = `${endpointOf(values, config)}/staff/jobs/${encodeURIComponent(jobId)}${body ? `/${name}` : ''}`
      const job = await ask(url, await secretOf(values, config, io), body)
      io.stdout.write(
        values.format === 'json' ? `${JSON.stringify(job, null, 2)}\n` : describeJob(job, name === 'show'),
      )
      return 0
    } catch (error) {
      if (!(error instanceof Complaint)) throw error
      io.stderr.write(`waybill depot: ${error.message}\n${error.isUsage ? USAGE : ''}`)
      return error.isUsage ? 2 : 1
    }
  },
}

const parse = (args: readonly string[]) => {
  const { values, positionals } = parseOptions(args)
  const [name = '', jobId, ...more] = positionals
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
  if (!verb) throw misuse(name === '' ? 'which step?' : `unknown step "${name}".`)
  if (jobId === undefined || more.length > 0) throw misuse(`"${name}" takes one job ID.`)
  const common: readonly string[] = ['endpoint-url', 'staff-secret', 'format']
  for (const option of Object.keys(values)) {
    const isTaken = verb.takes.some(taken => taken === option) || common.includes(option)
    if (!isTaken) throw misuse(`"${name}" takes no --${option}.`)
  }
  for (const option of verb.needs ?? []) if (!values[option]) throw misuse(`"${name}" needs --${option}.`)
  if (values.signature !== undefined && values.barcode !== undefined) {
    throw misuse('a device has a SIGNATURE file or a barcode, not both.')
  }
  if (values.format !== 'text' && values.format !== 'json') throw misuse(`unknown format "${values.format}".`)
  return { verb, name, jobId, values }
}

const parseOptions = (args: readonly string[]): { values: Values; positionals: readonly string[] } => {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
  } catch (error) {
    throw misuse(messageOf(error))
  }
}

const misuse = (message: string) => new Complaint(message, { isUsage: true })
/** `instanceof` would not know an error of Node's core in another realm. */
const messageOf = (error: unknown) => (types.isNativeError(error) ? error.message : String(error))

const wholeNumber = (text: string) => {
  if (!/^\d{1,9}$/.test(text)) throw misuse(`--errors takes a whole number, not "${text}".`)
  return Number(text)
}

const read = async (file: string, { cwd }: Io): Promise<Buffer> => {
  try {
    return await readFile(resolve(cwd, file))
  } catch (error) {
    throw new Complaint(`${file} cannot be read: ${messageOf(error)}`)
  }
}

const endpointOf = (values: Values, { depotUrl, depotPort }: LocalConfig) =>
  (values['endpoint-url'] ?? depotUrl ?? `http://127.0.0.1:${depotPort}`).replace(/\/+$/, '')

/** The depot on this machine keeps its staff's secret in the data folder. */
const secretOf = async (values: Values, { dataDir }: LocalConfig, { cwd }: Io): Promise<string> => {
  const file = resolve(cwd, values['staff-secret'] ?? join(dataDir, STAFF_SECRET_FILE))
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw new Complaint(`${file} cannot be read: ${messageOf(error)}`)
    throw new Complaint(
      `the staff secret ${file} does not exist; start the depot once, set WAYBILL_DATA_DIR to its data folder, or name the file with --staff-secret.`,
    )
  }
}

const ask = async (url: string, secret: string, body: object | undefined): Promise<StaffJob> => {
  const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' }
  const order = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const answer = await fetch(url, { headers, redirect: 'error', ...order }).catch((error: unknown) => {
    const { cause } = types.isNativeError(error) ? error : { cause: undefined }
    throw new Complaint(`no depot answers at ${new URL(url).origin} (${messageOf(cause ?? error)}).`)
  })
  const text = await answer.text()
  if (answer.ok) return JSON.parse(text)
  throw new Complaint(detailOf(text) ?? `${new URL(url).origin} answered ${answer.status}; is it a depot?`)
}

/** The depot's own words, if it is the depot that answered. */
const detailOf = (text: string): string | undefined => {
  const problem = jsonOf(text)
  const isProblem = typeof problem === 'object' && problem !== null && 'detail' in problem
  return isProblem && typeof problem.detail === 'string' ? problem.detail : undefined
}
