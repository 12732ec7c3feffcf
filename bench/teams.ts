import { jobTableDefinition } from '../lib/adapters/dynamo/job-table.ts'
import { createDynamoTeamReader } from '../lib/adapters/dynamo/team-reader.ts'
import { createDynamoTeamStore } from '../lib/adapters/dynamo/team-store.ts'
import { createTeamDirectory } from '../lib/teams/directory.ts'
import { PLAIN_TEAM } from '../lib/teams/team.ts'
import { callerOfClaims } from '../lib/teams/who-asks.ts'
import { startDynamo } from '../test/support/dynalite.ts'
import type { Bench, Row } from './bench.ts'
import { median } from './median.ts'

const FEW = 10
const clock = () => new Date()

const teamOf = (index: number) => ({
  ...PLAIN_TEAM,
  name: `team-${index}`,
  members: [{ claim: 'team', value: `team-${index}`, role: 'member' as const }],
  id: `id-${index}`,
  version: 1,
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
  updatedBy: 'bench',
})

/** Who a token's claims stand for, with nothing remembered: two reads by key. */
export const teams: Bench = {
  measures:
    'Who a token stands for, asked of a table by an authoriser that remembers nothing: among many teams, beside the same among ten.',
  limitedBy: 'Two reads by key, one after the other: the member, and its team.',
  run: async ({ requests, manyJobs }): Promise<readonly Row[]> => {
    const many = Math.min(10_000, manyJobs)
    const [small, large] = await Promise.all([FEW, many].map(filledTable))
    if (!small || !large) throw new RangeError('Two tables were to be filled.')
    try {
      const times: { readonly few: number[]; readonly many: number[] } = { few: [], many: [] }
      // In turn, so that whatever else the machine does falls on both; the first rounds warm both up.
      const rounds = Math.min(requests, 1_000)
      for (let round = -Math.min(100, rounds); round < rounds; round++) {
        const few = await small.ask(round)
        const ofMany = await large.ask(round)
        if (round < 0) continue
        times.few.push(few)
        times.many.push(ofMany)
      }
      const targets = [{ of: 'peer', most: 1.2 }] as const
      const peer = { name: `${FEW} teams`, value: median(times.few) }
      return [{ name: `${many} teams`, unit: 'ms', ours: median(times.many), peer, targets }]
    } finally {
      await Promise.all([small.stop(), large.stop()])
    }
  },
}

/** A table with so many teams, and how long it takes to find out whom a token stands for, in milliseconds. */
const filledTable = async (count: number) => {
  const dynamo = await startDynamo(jobTableDefinition('teams'))
  const store = createDynamoTeamStore(dynamo.documents, 'teams', clock)
  for (let start = 0; start < count; start += 50) {
    const some = Array.from({ length: Math.min(50, count - start) }, (_, index) => teamOf(start + index))
    await Promise.all(some.map(team => store.put(team, undefined)))
  }
  const reader = createDynamoTeamReader(dynamo.documents, 'teams')
  const ask = async (round: number): Promise<number> => {
    const value = `team-${Math.abs(round * 7919) % count}`
    const claims = [
      { claim: 'sub', value: 'ann' },
      { claim: 'team', value },
    ]
    const started = performance.now()
    await callerOfClaims(createTeamDirectory(reader, { clock }), 'ann', claims, ['sub', 'team'])
    return performance.now() - started
  }
  return { ask, stop: () => dynamo.stop() }
}
