import { basename } from 'node:path'
import type { WaybillClient } from '../../client/client.ts'
import type { JobType } from '../../manifest/manifest.ts'
import { AS_TEXT, failureOf, manifestBody, waybillClient } from '../api/ask.ts'
import type { Command, Io } from '../command.ts'
import { NoAnswer, UsageError } from '../command-error.ts'
import { readInput } from '../input.ts'
import { type Answer, exitCodeOf, type ManifestReport, outcomeOf } from './check-outcome.ts'
import { checkReport } from './check-report.ts'
import type { CheckOptions } from './options.ts'

/** Asks a running Waybill whether manifests would pass now, the service included; with `--every` it goes on asking by itself. */
export const check: Command<CheckOptions> = {
  run: async ({ args: files, options, io, target }) => {
    if (options.name !== undefined && files.length > 1) {
      throw new UsageError('--name is for one file; others are named by theirs.')
    }
    const client = await waybillClient(target, io)
    const reports: ManifestReport[] = []
    for (const file of files) reports.push(await checkFile(client, io, file, options))
    io.stdout.write(await checkReport(reports, options.format))
    return exitCodeOf(reports.map(({ outcome }) => outcome))
  },
}

const UNITS: Readonly<Record<string, string>> = { m: 'minutes', h: 'hours', d: 'days' }

/** `15m`, `1h` and `1d` for rates; anything else is left for Waybill to read, and to say what is wrong with it. */
const scheduleOf = (every: string) => {
  const [, count, unit = ''] = /^(\d+)\s*([mhd])/i.exec(every.trim()) ?? []
  return count === undefined ? every : `rate(${count} ${UNITS[unit.toLowerCase()]})`
}

const checkFile = async (
  client: WaybillClient,
  io: Io,
  file: string,
  options: CheckOptions,
): Promise<ManifestReport> => {
  const bytes = await readInput(file, io)
  const text = bytes.toString('utf8')
  try {
    const found =
      options.every === undefined
        ? outcomeOf(await validatedOnly(client, bytes), text)
        : await scheduled(client, bytes, { ...options, every: options.every, name: nameFor(file, options) })
    return { file, ...found }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    return {
      file,
      outcome: 'unknown',
      diagnostics: [{ code: 'WAYBILL_UNREACHABLE', severity: 'error', detail: error.message }],
    }
  }
}

/** Asks for the whole validation of a manifest, the service's included; nothing is made. */
export const validatedOnly = async (client: WaybillClient, bytes: Uint8Array, jobType?: JobType): Promise<Answer> => {
  const query = { validateOnly: true, ...(jobType && { jobType }) }
  const { data, error, response } = await client.POST('/v1/jobs', {
    params: { query },
    body: manifestBody(bytes),
    headers: AS_TEXT,
  })
  return { status: response.status, body: data ?? error }
}

const nameFor = (file: string, { name }: CheckOptions) =>
  name ??
  basename(file)
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 64)

const scheduled = async (
  client: WaybillClient,
  bytes: Buffer,
  { every, 'time-zone': timeZone, name }: CheckOptions & { every: string; name: string },
) => {
  const query = { schedule: scheduleOf(every), ...(timeZone !== undefined && { timeZone }) }
  const text = bytes.toString('utf8')
  const params = { path: { name } }
  const put = await client.PUT('/v1/checks/{name}', {
    params: { ...params, query },
    body: manifestBody(bytes),
    headers: AS_TEXT,
  })
  if (!put.response.ok) {
    // A manifest that does not pass is a result; every other error is about the check.
    const code = put.error && 'code' in put.error ? put.error.code : undefined
    const isAboutManifest = code === 'MANIFEST_INVALID' || code === 'JOB_TYPE_MISMATCH'
    if (put.response.status === 422 && !isAboutManifest) throw failureOf(put.error, put.response)
    return outcomeOf({ status: put.response.status, body: put.error }, text)
  }
  const run = await client.POST('/v1/checks/{name}/run', { params })
  if (run.data) return { outcome: run.data.outcome, diagnostics: run.data.diagnostics }
  return outcomeOf({ status: run.response.status, body: run.error }, text)
}
