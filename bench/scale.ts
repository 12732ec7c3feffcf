import { FUNCTIONS } from '../lib/infra/functions/functions.ts'
import { AT_ONCE } from '../lib/jobs/follow/follow-jobs.ts'
import { PACE } from '../lib/jobs/pace.ts'
import type { Bench, Row } from './bench.ts'
import { dollarsPerMillion, LEAN, total } from './bill.ts'
import { RUN_MS, SERVICE_MS } from './follow.ts'
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
  /** Not to be raised. */
  secretReads: 10_000,
  /** Of each part of the names that S3 has split off; it splits as the load grows. */
  bucketPuts: 3_500,
} as const
/** What a table, or an index, that nobody has asked for more takes at once; DynamoDB doubles it in half an hour. */
const COLD_TABLE_UNITS = 4_000
/** For so long a function remembers a key, and API Gateway what the authoriser has answered about a token. */
const KEY_SECONDS = 5 * 60
const TOKEN_SECONDS = 30
/** A busy team's requests are counted so many at a time, in two writes. */
const COUNTED_TOGETHER = 5
const WRITES_A_COUNT = 2
/** Of a SIGNATURE file. */
const SIGNATURE_BYTES = 110
const DAYS_A_MONTH = 30
const PARTITION_GB = 10
const GB = 1e9

/** Waybill at a scale that no machine here has: measured of one, and simulated for many. */
export const scale: Bench = {
  measures: `${RATE.toLocaleString('en')} submissions a second by ${TEAMS.toLocaleString('en')} teams, ${JOBS.toLocaleString('en')} jobs and ${CHECKS.toLocaleString('en')} checks, simulated: what one submission writes, stores and costs is measured as in \`partitions\` and \`dollars\`, durations are those that \`dollars\` assumes, and Lambda starts 1,000 environments of a function in ten seconds. The rate is a peak, and the jobs are what is stored: at this rate they are there after three hours. The largest team submits twice as much as the second and three times as much as the third, each with one key, and any environment may get any request. Beside each figure stands the quota that AWS gives without being asked. How long the digest of such a day takes is not measured.`,
  limitedBy:
    'first the quotas of API Gateway, Lambda, DynamoDB and EventBridge Scheduler, which are to be raised before, the limit of `submit-jobs` itself (`functions` of the stage), and a new table, which has to be warmed up. Three limits cannot be raised: a partition takes 1,000 writes a second, and each team has one in the lists by team and by bucket; Secrets Manager answers 10,000 readings a second, of which each environment needs one for each team in five minutes; and one run of the follower a minute looks at 1.9 million jobs in the twelve hours in which each has its turn. The largest bill is that of the keys: a secret each.',
  run: async ({ submissions }) => {
    const units = new Map<string, number>()
    const partitions = new Map<string, Map<string, number>>()
    const sample = Math.min(RATE, submissions)
    const stored = await makeSubmissions({ submissions: sample, teams: TEAMS, rate: RATE }, write => {
      units.set(write.place, (units.get(write.place) ?? 0) + write.units)
      const writes = partitions.get(write.place) ?? new Map<string, number>()
      partitions.set(write.place, writes.set(write.partition, (writes.get(write.partition) ?? 0) + 1))
    })
    const perSubmission = (place: string) => (units.get(place) ?? 0) / sample
    const seconds = Math.min(SECONDS, submissions)
    const usage = await measureUsage()
    const { rows, environments } = functionRows(seconds)
    const readings = readingsASecond(KEY_SECONDS, environments)
    return [
      ...rows,
      ...tableRows(units, sample),
      ...partitionRows(partitions, sample),
      ...teamRows(perSubmission('team-by-time')),
      quota('Puts a second to the log bucket', RATE * usage.submission.bucketPuts, QUOTAS.bucketPuts),
      quota('readings of keys a second', readings, QUOTAS.secretReads),
      { name: 'runs of the authoriser a second, with tokens', unit: '', ours: readingsASecond(TOKEN_SECONDS, 1) },
      ...storageRows(stored, sample),
      ...followRows(),
      ...checkRows(),
      {
        name: `a month of ${CHECKS.toLocaleString('en')} checks, run once a day`,
        unit: '$',
        ours: (total(dollarsPerMillion(usage.check, LEAN)) * CHECKS * DAYS_A_MONTH) / 1e6,
      },
      {
        name: `a month of ${TEAMS.toLocaleString('en')} signing keys`,
        unit: '$',
        ours: TEAMS * PRICES.monthly.secret,
      },
      {
        name: `${JOBS.toLocaleString('en')} submissions, lean`,
        unit: '$',
        ours: (total(dollarsPerMillion({ ...usage.submission, secretReads: readings / RATE }, LEAN)) * JOBS) / 1e6,
      },
    ]
  },
}

/** How often each partition is written to, by the place that it is of. */
type Writes = ReadonlyMap<string, ReadonlyMap<string, number>>

/** Submissions a second of each team, the largest first. */
const ratesOfTeams = (): readonly number[] => {
  let harmonic = 0
  for (let rank = 1; rank <= TEAMS; rank++) harmonic += 1 / rank
  return Array.from({ length: TEAMS }, (_, index) => RATE / harmonic / (index + 1))
}

/**
 * How often something of a team is read that whoever has read it remembers for a while, where each request may come to any of
 * so many: one that reads at random moments reads again `1 / (1 + rate * seconds)` of the times.
 */
const readingsASecond = (seconds: number, places: number): number =>
  ratesOfTeams().reduce((sum, rate) => sum + rate / (1 + (rate / places) * seconds), 0)

const quota = (name: string, ours: number, value: number): Row => ({
  name,
  unit: '',
  ours,
  peer: { name: 'quota', value },
})

const functionRows = (seconds: number): { readonly rows: Row[]; readonly environments: number } => {
  const load = { rate: RATE, seconds, ...durations(ASSUMED_MS.submission) }
  const free = { most: Number.POSITIVE_INFINITY }
  const warm = { coldMs: 0, startsInTenSeconds: Number.POSITIVE_INFINITY }
  const steady = simulateFunction({ ...load, ...free, ...warm }, seeded(1))
  const fromNothing = simulateFunction({ ...load, ...free }, seeded(1))
  const boundBy = (most: number): Row => {
    const { served, endedAfterSeconds } = simulateFunction({ ...load, most, whenFull: 'wait' }, seeded(1))
    return {
      name: `with ${most.toLocaleString('en')} environments: submissions a second`,
      unit: '',
      ours: served / endedAfterSeconds,
    }
  }
  const rows: Row[] = [
    quota('requests a second at API Gateway', RATE, QUOTAS.apiRequests),
    quota('environments of submit-jobs at once', steady.mostBusy, QUOTAS.lambdaEnvironments),
    { name: 'from no environment to enough: seconds', unit: '', ours: fromNothing.steadyAfterSeconds },
    boundBy(QUOTAS.lambdaEnvironments),
    // As a stage has it that sets nothing else.
    boundBy(FUNCTIONS['submit-jobs'].concurrency),
  ]
  return { rows, environments: steady.mostBusy }
}

const tableRows = (units: ReadonlyMap<string, number>, sample: number): Row[] => [
  quota(
    'write units a second, table and indexes',
    ([...units.values()].reduce((sum, some) => sum + some, 0) / sample) * RATE,
    QUOTAS.tableWriteUnits,
  ),
  ...[...units].map(
    ([place, some]): Row => ({
      name: `write units a second, ${place}`,
      unit: '',
      ours: (some / sample) * RATE,
      peer: { name: 'a new one', value: COLD_TABLE_UNITS },
    }),
  ),
]

/** Lists that no team, device or bucket has for itself. */
const partitionRows = (partitions: Writes, sample: number): Row[] =>
  ['open', 'all-by-time'].map(place => ({
    ...quota(
      `writes a second to the busiest partition of ${place}`,
      (Math.max(...(partitions.get(place)?.values() ?? [])) / sample) * RATE,
      QUOTAS.partitionWriteUnits,
    ),
  }))

/** A team has one partition in the list by team, and one in the list by bucket where it uses one bucket only. */
const teamRows = (perSubmission: number): Row[] => {
  const [largest = 0] = ratesOfTeams()
  const rows = [
    quota(
      "writes a second to the largest team's partition of a list",
      largest * perSubmission,
      QUOTAS.partitionWriteUnits,
    ),
    quota(
      "writes a second to the count of the largest team's requests",
      (largest / COUNTED_TOGETHER) * WRITES_A_COUNT,
      QUOTAS.partitionWriteUnits,
    ),
  ]
  return rows.map(row => ({ ...row, targets: [{ of: 'peer', most: 1 }] }))
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
    {
      name: 'a month of recovery points',
      unit: '$',
      ours: (gigabytes.get(TABLE) ?? 0) * PRICES.monthly.recoveryGb,
    },
    {
      name: 'a month of SIGNATURE files',
      unit: '$',
      ours: ((SIGNATURE_BYTES * JOBS) / GB) * PRICES.monthly.bucketGb,
    },
  ]
}

/** One run at a time, each minute, asks about so many jobs at once; the service's answer is what a look waits for. */
const followRows = (): Row[] => {
  const looksASecond = (AT_ONCE / (SERVICE_MS / 1000)) * (RUN_MS / 60_000)
  return [
    {
      name: `looks a second at ${JOBS.toLocaleString('en')} jobs whose devices are with their teams`,
      unit: '',
      ours: JOBS / (PACE['not-shipped'] / 1000),
      peer: { name: 'by one run a minute', value: looksASecond },
    },
    {
      name: 'jobs whose devices are with their teams that one run a minute looks at in time',
      unit: '',
      ours: looksASecond * (PACE['not-shipped'] / 1000),
    },
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
