import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type ApiAnswer, type AskApi, createApiClient } from './api-client.ts'
import { exitCodeOf, type ManifestReport, outcomeOf } from './check-outcome.ts'
import { checkGithub, checkJson, checkText } from './check-report.ts'
import type { Command, Io } from './command.ts'
import { NoAnswer, ToolError } from './tool-error.ts'

const USAGE =
  'Usage: waybill check FILE... [--every 1d|"cron(...)"] [--time-zone ZONE] [--name NAME] [--url URL] [--format text|json|github]\n'

/**
 * Asks a running Waybill whether manifests would pass now, the service included; with `--every` it goes on asking by
 * itself. Exit code 0: all pass, 1: some fail, 3: unknown, 2: an invalid command line.
 */
export const check: Command = {
  run: async (args, io) => {
    try {
      const options = parse(args)
      const ask = await createApiClient(io, options.url)
      const checked: ManifestReport[] = []
      for (const file of options.files) checked.push(await checkFile(ask, io, file, options))
      io.stdout.write(REPORTS[options.format](checked))
      return exitCodeOf(checked.map(({ outcome }) => outcome))
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
      io.stderr.write(`waybill: ${error.message}\n`)
      return 2
    }
  },
}

const REPORTS = { text: checkText, json: checkJson, github: checkGithub }

interface Options {
  readonly files: readonly string[]
  readonly schedule: string | undefined
  readonly timeZone: string | undefined
  readonly name: string | undefined
  readonly url: string | undefined
  readonly format: keyof typeof REPORTS
}

const parse = (args: readonly string[]): Options => {
  const { values, positionals: files } = arguments_(args)
  const { every, format = 'text', name, url } = values
  if (files.length === 0) throw new ToolError(`Name a file.\n${USAGE.trimEnd()}`)
  if (!Object.hasOwn(REPORTS, format)) throw new ToolError(`Unknown format "${format}".\n${USAGE.trimEnd()}`)
  if (name !== undefined && files.length > 1) throw new ToolError('--name is for one file; others are named by theirs.')
  return {
    files,
    name,
    url,
    schedule: every === undefined ? undefined : scheduleOf(every),
    timeZone: values['time-zone'],
    // One of the report's own names, as was just asked.
    format: format as keyof typeof REPORTS,
  }
}

const arguments_ = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        every: { type: 'string' },
        'time-zone': { type: 'string' },
        name: { type: 'string' },
        url: { type: 'string' },
        format: { type: 'string' },
      },
    })
  } catch (error) {
    // parseArgs throws a TypeError for arguments that it does not know.
    throw new ToolError(`${String(error).replace(/^\w*Error(?: \[\w+\])?: /, '')}\n${USAGE.trimEnd()}`)
  }
}

const UNITS: Readonly<Record<string, string>> = { m: 'minutes', h: 'hours', d: 'days' }

/** `15m`, `1h` and `1d` for rates; anything else is left for Waybill to read, and to say what is wrong with it. */
const scheduleOf = (every: string) => {
  const [, count, unit = ''] = /^(\d+)\s*([mhd])/i.exec(every.trim()) ?? []
  return count === undefined ? every : `rate(${count} ${UNITS[unit.toLowerCase()]})`
}

const checkFile = async (ask: AskApi, io: Io, file: string, options: Options): Promise<ManifestReport> => {
  const bytes = await readFile(resolve(io.cwd, file)).catch(() => {
    throw new ToolError(`${file} cannot be read.`)
  })
  const text = bytes.toString('utf8')
  try {
    const found =
      options.schedule === undefined
        ? outcomeOf(await ask({ method: 'POST', path: '/v1/jobs', query: { validateOnly: 'true' }, text: bytes }), text)
        : await scheduled(ask, bytes, text, { ...options, schedule: options.schedule, name: nameFor(file, options) })
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

const nameFor = (file: string, { name }: Options) =>
  name ??
  basename(file)
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 64)

const scheduled = async (
  ask: AskApi,
  bytes: Uint8Array,
  text: string,
  { schedule, timeZone, name }: { schedule: string; timeZone: string | undefined; name: string },
) => {
  const path = `/v1/checks/${encodeURIComponent(name)}`
  const query = { schedule, ...(timeZone !== undefined && { timeZone }) }
  const put = await ask({ method: 'PUT', path, query, text: bytes })
  if (put.status > 201) {
    // A manifest that does not pass is a result; every other error is an invalid request.
    const { code, detail } = (put.body ?? {}) as { readonly code?: string; readonly detail?: string }
    if (put.status === 422 && code !== 'MANIFEST_INVALID' && code !== 'JOB_TYPE_MISMATCH') {
      throw new ToolError(detail ?? 'Waybill refused the check.')
    }
    return outcomeOf(put, text)
  }
  return runOutcome(await ask({ method: 'POST', path: `${path}/run` }), text)
}

const runOutcome = (answer: ApiAnswer, text: string): Pick<ManifestReport, 'outcome' | 'diagnostics'> => {
  if (answer.status !== 200) return outcomeOf(answer, text)
  // A run as `GET /v1/checks/{name}/runs` shows it.
  const { outcome, diagnostics } = answer.body as ManifestReport
  return { outcome, diagnostics }
}
