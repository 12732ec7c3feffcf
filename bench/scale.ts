import { FUNCTIONS } from '../lib/infra/functions/functions.ts'
import type { Bench, Row } from './bench.ts'
import { dollarsPerMillion, LEAN, total } from './bill.ts'
import { makeSubmissions, type Stored, TABLE } from './job-writes.ts'
import { PRICES } from './prices.ts'
import { seeded, simulateFunction } from './simulate-function.ts'
import { ASSUMED_MS, measureUsage } from './usage.ts'

const RATE = 10_000
const JOBS = 100_000_000
const CHECKS = 1_000_000
const TEAMS = 100_000
const SECONDS = 60

/** What `dollars` assumes; one in a hundred takes five times as long, and a start with its first calls so much longer. */
const COLD_MS = 400
const durations = (medianMs: number) => ({ medianMs, slowMs: 5 * medianMs, coldMs: COLD_MS })

/** What AWS allows before it is asked for more (its pages of quotas, 2026-11-21), and where one cannot ask. */
const QUOTAS = {
  apiRequests: 10_000,
  lambdaEnvironments: 1_000,
  tableWriteUnits: 40_000,
  partitionWriteUnits: 1_000,
  schedules: 1_000_000,
  schedulerCalls: 500,
} as const
const PARTITION_GB = 10
const GB = 1e9

/** Waybill at a scale that no machine here has: measured of one, and simulated for many. */
export const scale: Bench = {
  measures: `${RATE.toLocaleString('en')} submissions a second by ${TEAMS.toLocaleString('en')} teams, ${JOBS.toLocaleString('en')} jobs and ${CHECKS.toLocaleString('en')} checks, simulated: what one submission writes, stores and costs is measured as in \`partitions\` and \`dollars\`, durations are those that \`dollars\` assumes, and Lambda starts 1,000 environments of a function in ten seconds. The largest team submits twice as much as the second and three times as much as the third. Beside each figure stands the quota that AWS gives without being asked.`,
  limitedBy:
    'the quotas, which are to be raised before, and one partition of the lists by team and by bucket for each team, which takes 1,000 writes a second and cannot be raised.',
  run: async ({ submissions }) => {
    const units = new Map<string, number>()
    const partitions = new Map<string, Set<string>>()
    const sample = Math.min(RATE, submissions)
    const stored = await makeSubmissions({ submissions: sample, teams: TEAMS, rate: RATE }, write => {
      units.set(write.place, (units.get(write.place) ?? 0) + write.units)
      const known = partitions.get(write.place) ?? new Set()
      partitions.set(write.place, known.add(write.partition))
    })
    const perSubmission = (place: string) => (units.get(place) ?? 0) / sample
    const seconds = Math.min(SECONDS, submissions)
    const usage = await measureUsage()
    return [
      ...functionRows(seconds),
      ...tableRows(units, sample),
      ...teamRows(perSubmission('team-by-time')),
      ...storageRows(stored, sample),
      ...checkRows(),
      {
        name: `${JOBS.toLocaleString('en')} submissions, lean`,
        unit: '$',
        ours: (total(dollarsPerMillion(usage.submission, LEAN)) * JOBS) / 1e6,
      },
    ]
  },
}

const quota = (name: string, ours: number, value: number): Row => ({
  name,
  unit: '',
  ours,
  peer: { name: 'quota', value },
})

const functionRows = (seconds: number): Row[] => {
  const load = { rate: RATE, seconds, ...durations(ASSUMED_MS.submission) }
  const free = { most: Number.POSITIVE_INFINITY }
  const warm = { coldMs: 0, startsInTenSeconds: Number.POSITIVE_INFINITY }
  const steady = simulateFunction({ ...load, ...free, ...warm }, seeded(1))
  const fromNothing = simulateFunction({ ...load, ...free }, seeded(1))
  const bound = simulateFunction({ ...load, most: QUOTAS.lambdaEnvironments, whenFull: 'wait' }, seeded(1))
  return [
    quota('requests a second at API Gateway', RATE, QUOTAS.apiRequests),
    quota('environments of submit-jobs at once', steady.mostBusy, QUOTAS.lambdaEnvironments),
    { name: 'from no environment to enough: seconds', unit: '', ours: fromNothing.steadyAfterSeconds },
    {
      name: `with ${QUOTAS.lambdaEnvironments.toLocaleString('en')} environments: submissions a second`,
      unit: '',
      ours: bound.served / bound.endedAfterSeconds,
    },
  ]
}

const tableRows = (units: ReadonlyMap<string, number>, sample: number): Row[] => [
  quota(
    'write units a second, table and indexes',
    ([...units.values()].reduce((sum, some) => sum + some, 0) / sample) * RATE,
    QUOTAS.tableWriteUnits,
  ),
  ...[...units].map(
    ([place, some]): Row => ({ name: `write units a second, ${place}`, unit: '', ours: (some / sample) * RATE }),
  ),
]

/** A team has one partition in the list by team, and one in the list by bucket where it uses one bucket only. */
const teamRows = (perSubmission: number): Row[] => {
  let harmonic = 0
  for (let rank = 1; rank <= TEAMS; rank++) harmonic += 1 / rank
  const largest = (RATE / harmonic) * perSubmission
  return [
    {
      ...quota("writes a second to the largest team's partition of a list", largest, QUOTAS.partitionWriteUnits),
      targets: [{ of: 'peer', most: 1 }],
    },
  ]
}

const storageRows = (stored: ReadonlyMap<string, Stored>, sample: number): Row[] => {
  const gigabytes = new Map([...stored].map(([place, { bytes }]) => [place, ((bytes / sample) * JOBS) / GB]))
  const sum = [...gigabytes.values()].reduce((all, some) => all + some, 0)
  return [
    ...[...gigabytes].map(
      ([place, gb]): Row => ({ name: `${place}: GB of ${JOBS.toLocaleString('en')} jobs`, unit: '', ours: gb }),
    ),
    {
      name: `${TABLE}: partitions of ${PARTITION_GB} GB`,
      unit: '',
      ours: Math.ceil((gigabytes.get(TABLE) ?? 0) / PARTITION_GB),
    },
    { name: 'a month of storage', unit: '$', ours: sum * PRICES.monthly.tableGb },
  ]
}

const checkRows = (): Row[] => [
  quota('schedules', CHECKS, QUOTAS.schedules),
  quota('checks of one minute: schedules a second', CHECKS / 60, QUOTAS.schedulerCalls),
  ...[FUNCTIONS['run-check'].concurrency, QUOTAS.lambdaEnvironments].map((most): Row => {
    // They wait in the queue, so a hundredth of them takes a hundredth of the time.
    const load = {
      rate: 0,
      seconds: 0,
      atOnce: CHECKS / 100,
      ...durations(ASSUMED_MS.check),
      whenFull: 'wait',
      most,
    } as const
    const { endedAfterSeconds } = simulateFunction(load, seeded(2))
    const name = `checks of one minute, ${most.toLocaleString('en')} at a time: hours until the last is run`
    return { name, unit: '', ours: (endedAfterSeconds * 100) / 3600 }
  }),
  { name: 'checks spread over a day: runs a second', unit: '', ours: CHECKS / 86_400 },
]
