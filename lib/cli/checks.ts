import { parseArgs } from 'node:util'
import type { RunOutcome } from '../checks/run.ts'
import { type AskApi, createApiClient } from './api-client.ts'
import { exitCodeOf } from './check-outcome.ts'
import type { Command } from './command.ts'
import { ToolError } from './tool-error.ts'

const USAGE = 'Usage: waybill checks [runs|run|delete NAME] [--url URL] [--json]'

interface ShownCheck {
  readonly name: string
  readonly outcome?: RunOutcome
  readonly enabled: boolean
  readonly schedule: string
  readonly timeZone: string
  readonly nextRunAt?: string
  readonly lastRun?: { readonly startedAt: string; readonly faults: readonly string[] }
  readonly ended?: { readonly because: string }
}

interface ShownRun {
  readonly outcome: RunOutcome
  readonly startedAt: string
  readonly durationMs: number
  readonly notices: readonly string[]
  readonly diagnostics: readonly { readonly severity: string; readonly code: string; readonly pointer?: string }[]
}

/**
 * Shows checks and their runs. Exit code by what they came to last: 0 all pass, 1 some fail, 3 some are unknown or were
 * never run, 2 asked for something that is not there.
 */
export const checks: Command = {
  run: async (args, io) => {
    try {
      const { values, positionals } = arguments_(args)
      const [verb, name, ...more] = positionals
      const ask = await createApiClient(io, values.url)
      if (verb === undefined) {
        const all = await pages<ShownCheck>(ask, '/v1/checks', 'checks')
        io.stdout.write(values.json ? json(all) : all.map(checkLine).join('') || 'No checks.\n')
        return exitCodeOf(all.filter(({ enabled, ended }) => enabled && !ended).map(({ outcome }) => outcome))
      }
      if (!['runs', 'run', 'delete'].includes(verb) || name === undefined || more.length > 0) throw new ToolError(USAGE)
      const path = `/v1/checks/${encodeURIComponent(name)}`
      if (verb === 'delete') {
        await answered(ask, 'DELETE', path)
        return 0
      }
      const runs =
        verb === 'run'
          ? [(await answered(ask, 'POST', `${path}/run`)) as ShownRun]
          : await pages<ShownRun>(ask, `${path}/runs`, 'runs')
      io.stdout.write(values.json ? json(runs) : runs.map(runLine).join('') || 'It was never run.\n')
      return exitCodeOf([runs[0]?.outcome])
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
      io.stderr.write(`waybill: ${error.message}\n`)
      return 2
    }
  },
}

const arguments_ = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { url: { type: 'string' }, json: { type: 'boolean' } },
    })
  } catch {
    throw new ToolError(USAGE)
  }
}

/** The body of an answer that says yes. */
const answered = async (ask: AskApi, method: string, path: string, query: Readonly<Record<string, string>> = {}) => {
  const { status, body } = await ask({ method, path, query })
  if (status < 300) return body
  const { detail = `Waybill answered ${status}.` } = (body ?? {}) as { readonly detail?: string }
  throw new ToolError(detail)
}

const pages = async <T>(ask: AskApi, path: string, list: string): Promise<readonly T[]> => {
  const all: T[] = []
  let token = ''
  do {
    const query = { pageSize: '1000', ...(token !== '' && { pageToken: token }) }
    const page = (await answered(ask, 'GET', path, query)) as Readonly<Record<string, unknown>>
    all.push(...((page[list] ?? []) as readonly T[]))
    token = String(page.nextPageToken ?? '')
  } while (token !== '')
  return all
}

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`

const checkLine = ({ name, outcome, enabled, schedule, timeZone, nextRunAt, lastRun, ended }: ShownCheck) => {
  const then = ended ? `ended: ${ended.because}` : enabled ? `next ${nextRunAt ?? 'never'}` : 'switched off'
  const zone = timeZone === 'UTC' ? '' : ` ${timeZone}`
  const faults = lastRun?.faults.length ? `\n         ${lastRun.faults.join(', ')}` : ''
  return `${(outcome ?? '-').padEnd(8)} ${name}  ${schedule}${zone}  last ${lastRun?.startedAt ?? 'never'}  ${then}${faults}\n`
}

const runLine = ({ outcome, startedAt, durationMs, notices, diagnostics }: ShownRun) => {
  const faults = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, pointer }) => [code, pointer].filter(Boolean).join(' '))
  const news = notices.length > 0 ? `  notices: ${notices.join(', ')}` : ''
  return `${outcome.padEnd(8)} ${startedAt}  ${durationMs} ms${news}${faults.length > 0 ? `  ${faults.join(', ')}` : ''}\n`
}
