import { jobTableDefinition } from '../lib/adapters/dynamo/job-table.ts'
import { createDynamoTeamReader } from '../lib/adapters/dynamo/team-reader.ts'
import { createDynamoTeamStore } from '../lib/adapters/dynamo/team-store.ts'
import { createTeamDirectory } from '../lib/teams/directory.ts'
import { listTeams } from '../lib/teams/manage/list-teams.ts'
import { OPERATORS, PLAIN_TEAM } from '../lib/teams/team.ts'
import { callerOfClaims } from '../lib/teams/who-asks.ts'
import { startDynamo } from '../test/support/dynalite.ts'
import type { Bench, Row } from './bench.ts'
import { median } from './median.ts'

const FEW = 10
const OLGA = { team: OPERATORS, principal: 'olga', role: 'operator' } as const
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

/** Who a token's claims stand for, with nothing remembered, and a page of the operators' list: reads by key, and one Query. */
export const teams: Bench = {
  measures:
    'Who a token stands for, asked of a table by an authoriser that remembers nothing, and a page of ten teams as operators list them: among many teams, beside the same among ten.',
  limitedBy:
    'For a token two reads by key, one after the other: the member, and its team. For a page one Query for the names, and one read of several keys.',
  run: async ({ requests, manyJobs }): Promise<readonly Row[]> => {
    const many = Math.min(10_000, manyJobs)
    const [small, large] = await Promise.all([FEW, many].map(filledTable))
    if (!small || !large) throw new RangeError('Two tables were to be filled.')
    try {
      const rounds = Math.min(requests, 1_000)
      const rows: Row[] = []
      for (const [name, of] of [
        [`${many} teams`, 'ask'],
        [`a page of ${FEW} of ${many} teams`, 'list'],
      ] as const) {
        const { few, ofMany } = await inTurn(rounds, small[of], large[of])
        const peer = { name: `${FEW} teams`, value: median(few) }
        rows.push({ name, unit: 'ms', ours: median(ofMany), peer, targets: [{ of: 'peer', most: 1.2 }] })
      }
      return rows
    } finally {
      await Promise.all([small.stop(), large.stop()])
    }
  },
}

type Timed = (round: number) => Promise<number>

/** In turn, so that whatever else the machine does falls on both; the first rounds warm both up. */
const inTurn = async (rounds: number, small: Timed, large: Timed) => {
  const few: number[] = []
  const ofMany: number[] = []
  for (let round = -Math.min(100, rounds); round < rounds; round++) {
    const [one, other] = [await small(round), await large(round)]
    if (round < 0) continue
    few.push(one)
    ofMany.push(other)
  }
  return { few, ofMany }
}

/** A table with so many teams, and how long its answers take, in milliseconds. */
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
  const list = async (round: number): Promise<number> => {
    const start = Math.max(0, (Math.abs(round * 7919) % count) - FEW)
    const started = performance.now()
    await listTeams({ teamStore: store }, { caller: OLGA, limit: FEW, ...(start > 0 && { after: `team-${start}` }) })
    return performance.now() - started
  }
  return { ask, list, stop: () => dynamo.stop() }
}
