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
  submission: { name: 'a million submissions', most: 25, lean: 15.51, braced: 29.24 },
  'look-up': { name: 'a million look-ups of a job', most: 6, lean: 4.4 },
  page: { name: 'a million pages of 50 jobs', most: 30 },
  check: { name: 'a million runs of checks', most: 20 },
}

/** The stages whose templates are idle. */
const IDLE = [
  { profile: LEAN, stage: 'example', watching: 'lean' },
  { profile: BELT_AND_BRACES, stage: 'example-public', watching: 'full' },
] as const

/** Dollars of AWS, from what is measured of requests and counted in the template. */
export const dollars: Bench = {
  measures:
    "Dollars at the list prices of us-east-1 as `bench/prices.ts` has them, without free tiers: capacity units (those of the indexes too), Puts, bytes logged and bytes answered are counted while the functions' own handlers run, and memory, alarms, keys and rules are read from the deployed template. Assumed are durations (submission 300 ms, look-up 15, page 40, check 250), one start in a hundred of 300 ms, and 700 bytes that Lambda logs itself. Lean traces a twentieth of the requests; belt and braces traces all of them, behind WAF and under a KMS key of its own. An alarm costs as much as the metrics that it reads; the lean stage has the lean profile of alarms and no dashboard. Storage, and what the Import/Export service takes, come on top. Beside it stand reference profiles of the same architecture at the same prices: 256 MB, 250 ms, 8 write units and 1.5 KB of logs; with braces 512 MB of x86, 12 write units, 4 KB of logs.",
  limitedBy: "DynamoDB's writes, a third of a submission, then the Put of the SIGNATURE and API Gateway's own price.",
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
    for (const { profile, stage, watching } of IDLE) {
      const settings = exampleStage(stage, { watching })
      const keys = Object.values(settings.teams).reduce((sum, team) => sum + team.keys.length, 0)
      const parts = idleMonth(templateOf(settings), keys).filter(part => part.dollars > 0)
      rows.push({ name: `an idle month, ${profile.name}`, unit: '$', ours: total(parts) })
      for (const { paidFor, dollars } of parts) {
        rows.push({ name: `an idle month, ${profile.name}: ${paidFor}`, unit: '$', ours: dollars })
      }
    }
    return rows
  },
}
