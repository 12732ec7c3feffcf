import type { components, WaybillClient } from '../../client/client.ts'
import { allPages } from '../../client/pages.ts'
import { answered, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { type Column, printRows } from '../output/rows.ts'
import { exitCodeOf } from './check-outcome.ts'
import type { ChecksOptions } from './options.ts'

type Check = components['schemas']['Check']
type Run = components['schemas']['Run']

/** Shows the scheduled checks. Exit code by what they came to last: 0 all pass, 1 some fail, 3 some are unknown or were never run. */
export const listChecks: Command<ChecksOptions> = {
  run: async ({ options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const all = await allPages(
      query => answered(client.GET('/v1/checks', { params: { query } })),
      ({ checks }) => checks,
    )
    io.stdout.write(await printRows(all, { format, columns: CHECK_COLUMNS, none: 'No checks.' }))
    return exitCodeOf(all.filter(({ enabled, ended }) => enabled && !ended).map(({ outcome }) => outcome))
  },
}

/** Shows the runs of a check, newest first. Exit code by the newest. */
export const listRuns: Command<ChecksOptions> = {
  run: async ({ args: [name = ''], options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const runs = await allPages(
      query => answered(client.GET('/v1/checks/{name}/runs', { params: { path: { name }, query } })),
      page => page.runs,
    )
    io.stdout.write(await printRows(runs, { format, columns: RUN_COLUMNS, none: 'It was never run.' }))
    return exitCodeOf([runs[0]?.outcome])
  },
}

export const runCheck: Command<ChecksOptions> = {
  run: async ({ args: [name = ''], options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const run = await runNow(client, name)
    io.stdout.write(await printRows([run], { format, columns: RUN_COLUMNS }))
    return exitCodeOf([run.outcome])
  },
}

export const deleteCheck: Command = {
  run: async ({ args: [name = ''], io, target }) => {
    const client = await waybillClient(target, io)
    await answered(client.DELETE('/v1/checks/{name}', { params: { path: { name } } }))
    return EXIT_CODES.done
  },
}

const runNow = (client: WaybillClient, name: string): Promise<Run> =>
  answered(client.POST('/v1/checks/{name}/run', { params: { path: { name } } }))

const CHECK_COLUMNS: readonly Column<Check>[] = [
  { title: 'outcome', of: ({ outcome }) => outcome ?? '-' },
  { title: 'name', of: ({ name }) => name },
  { title: 'schedule', of: ({ schedule, timeZone }) => (timeZone === 'UTC' ? schedule : `${schedule} ${timeZone}`) },
  { title: 'last', of: ({ lastRun }) => lastRun?.startedAt ?? 'never' },
  {
    title: 'next',
    of: ({ ended, enabled, nextRunAt }) =>
      ended ? `ended: ${ended.because}` : enabled ? (nextRunAt ?? 'never') : 'switched off',
  },
  { title: 'faults', of: ({ lastRun }) => lastRun?.faults.join(', ') },
]

const RUN_COLUMNS: readonly Column<Run>[] = [
  { title: 'outcome', of: ({ outcome }) => outcome },
  { title: 'started', of: ({ startedAt }) => startedAt },
  { title: 'ms', of: ({ durationMs }) => durationMs },
  { title: 'notices', of: ({ notices }) => notices.join(', ') },
  {
    title: 'faults',
    of: ({ diagnostics }) =>
      diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ code, pointer }) => [code, pointer].filter(Boolean).join(' '))
        .join(', '),
  },
]
