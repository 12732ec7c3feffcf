import { PACE, type PacedStage } from '../lib/jobs/pace.ts'
import { exampleStage, templateOf } from '../test/support/synth.ts'
import type { Bench, Row } from './bench.ts'
import { BELT_AND_BRACES, dollarsPerMillion, LEAN, total } from './bill.ts'
import { idleMonth } from './idle-month.ts'
import { measureUsage, type Operation } from './usage.ts'

/** What is bought, what it should not cost more than, and what reference profiles of the same architecture come to. */
interface Sold {
  readonly name: string
  readonly most: number
  readonly lean?: number
  readonly braced?: number
}

/** What an operator buys, and what it should not cost more than. */
const NAMES: Readonly<Record<Operation, Sold>> = {
  submission: { name: 'a million submissions', most: 15.5, lean: 15.51, braced: 29.24 },
  'look-up': { name: 'a million look-ups of a job', most: 6, lean: 4.4 },
  page: { name: 'a million pages of 50 jobs', most: 30 },
  check: { name: 'a million runs of checks', most: 20 },
  look: { name: 'a million looks at followed jobs', most: 6 },
  'daily look': { name: 'a million looks of which it is stored that they were made', most: 6 },
}

/** What a lean stage that does nothing should not cost more than in a month. */
const MOST_IDLE = 6

/** Days of a job's device in each stage, for what it costs to follow it. */
const DAYS: Partial<Readonly<Record<PacedStage, number>>> = {
  'not-shipped': 4,
  shipped: 3,
  received: 1,
  'in-progress': 1,
  done: 3,
}

/** The stages whose templates are idle. */
const IDLE = [
  { profile: LEAN, stage: 'example', watching: 'lean' },
  { profile: BELT_AND_BRACES, stage: 'example-public', watching: 'full' },
] as const

/** Dollars of AWS, from what is measured of requests and counted in the template. */
export const dollars: Bench = {
  measures:
    "Dollars at the list prices of us-east-1 as `bench/prices.ts` has them, without free tiers: capacity units (those of the indexes too), Puts, bytes logged and bytes answered are counted while the functions' own handlers run, and memory, alarms, keys and rules are read from the deployed template. Assumed are durations (submission 345 ms: 300 with 512 MB, and 45 more for its 13 ms of a processor, of which 256 MB have a seventh; look-up 15, page 40, check 250, a follower's look 25), one start in a hundred of 300 ms, and with braces 700 bytes that Lambda logs itself. A lean stage (`watching` is `lean`) has fewer alarms, no dashboard, no traces, a short access log and no lines of Lambda about what went well; belt and braces traces all requests, behind WAF and under a KMS key of its own. Requests of a team are counted in blocks of five, as of one that asks a function instance so often in ten seconds; its key is read once in five minutes. One that asks seldom pays a write and a reading of its key more ($5.47 a million), and each run of a check a reading. An alarm costs as much as the metrics that it reads. A follower's look is one that finds nothing new, as most do; a followed job takes the looks of `lib/jobs/pace.ts`, and of one a day it is stored; what it takes to store a move, which few looks find, is in `follow`. The idle month has what runs of schedules read, write and log that find nothing. A day's digest is a signature and two Puts. Storage, and what the Import/Export service takes, come on top. Beside it stand reference profiles of the same architecture at the same prices: 256 MB, 250 ms, 8 write units and 1.5 KB of logs; with braces 512 MB of x86, 12 write units, 4 KB of logs.",
  limitedBy: "DynamoDB's writes, a third of a submission, then the Put of the SIGNATURE and API Gateway's own price.",
  reason:
    "the Put of the SIGNATURE and API Gateway are $8.50 by themselves. A submission writes four units of the table, a fifth of one to count the requests of its team, and six units of its indexes (`scale` shows each): two to enter and leave the list of what is open, and one each for the lists of all, by team, by device and by bucket. To leave one of these out is to leave out a list. What is too much is two units, of $0.63 each. Three ways save one each, at a price that is too high. The job's item has 1.3 KB; compressed it would be one unit, but a function of the version before could not read it, so while a release comes, or is taken back, each new job would be answered with a 500. An entry of what is open could stay for good and be read up to a mark that moves on ($0.56, as each record is then read once); but an index may show an entry late, behind the mark, and then a submission whose process was killed is looked for by nobody. An item of each instance of the function could name what it is at work on, a fourth write in place of the two entries; but the version before would not look there, and an instance that goes on to the next submission must not forget one that it could not end. 192 MB in place of 256 would save $0.21: single submissions take 120 MB, but a batch of fifty manifests of 60 KB takes 160 MB. The first, one of the next two and the last together would come to some $15.45.",
  run: async () => {
    const usage = await measureUsage()
    const rows: Row[] = []
    for (const [operation, { name, most, lean, braced }] of Object.entries(NAMES)) {
      // The keys of the table are the operations.
      const used = usage[operation as Operation]
      for (const profile of [LEAN, BELT_AND_BRACES]) {
        const parts = dollarsPerMillion(used, profile)
        const reference = profile === LEAN ? lean : braced
        rows.push({
          name: `${name}, ${profile.name}`,
          unit: '$',
          ours: total(parts),
          ...(reference !== undefined && { peer: { name: 'reference profile', value: reference } }),
          ...(profile === LEAN && { targets: [{ of: 'ours', most }] }),
        })
        if (operation !== 'submission') continue
        for (const { paidFor, dollars } of parts.filter(part => part.dollars > 0)) {
          rows.push({ name: `${name}, ${profile.name}: ${paidFor}`, unit: '$', ours: dollars })
        }
      }
    }
    rows.push({
      name: 'a million jobs followed: 4 days with the team, 3 on their way, 2 at the service, 3 on their way back',
      unit: '$',
      ours:
        (looksOfJob() - daysOfJob) * total(dollarsPerMillion(usage.look, LEAN)) +
        daysOfJob * total(dollarsPerMillion(usage['daily look'], LEAN)),
    })
    for (const { profile, stage, watching } of IDLE) {
      const settings = exampleStage(stage, { watching })
      const keys = Object.values(settings.teams).reduce((sum, team) => sum + team.keys.length, 0)
      const parts = idleMonth(templateOf(settings), keys, profile).filter(part => part.dollars > 0)
      rows.push({
        name: `an idle month, ${profile.name}`,
        unit: '$',
        ours: total(parts),
        ...(profile === LEAN && { targets: [{ of: 'ours', most: MOST_IDLE }] }),
      })
      for (const { paidFor, dollars } of parts) {
        rows.push({ name: `an idle month, ${profile.name}: ${paidFor}`, unit: '$', ours: dollars })
      }
    }
    return rows
  },
}

const DAY_MS = 24 * 60 * 60_000

/** Once a day it is stored that a job was asked about. */
const daysOfJob = Object.values(DAYS).reduce((sum, days) => sum + days, 0)

const looksOfJob = () =>
  Object.entries(DAYS).reduce(
    (looks, [stage, days]) =>
      looks +
      (days * DAY_MS) / // The keys of the table are stages.
        PACE[stage as PacedStage],
    0,
  )
