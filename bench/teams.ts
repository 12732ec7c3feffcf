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
    const dynamo = await startDynamo(jobTableDefinition('teams'))
    try {
      const store = createDynamoTeamStore(dynamo.documents, 'teams', clock)
      const fill = async (from: number, to: number) => {
        for (let start = from; start < to; start += 50) {
          const some = Array.from({ length: Math.min(50, to - start) }, (_, index) => teamOf(start + index))
          await Promise.all(some.map(team => store.put(team, undefined)))
        }
      }
      const reader = createDynamoTeamReader(dynamo.documents, 'teams')
      const ask = async (count: number): Promise<number> => {
        const times: number[] = []
        for (let round = 0; round < Math.min(requests, 1_000); round++) {
          const value = `team-${round % count}`
          const claims = [
            { claim: 'sub', value: 'ann' },
            { claim: 'team', value },
          ]
          const started = performance.now()
          await callerOfClaims(createTeamDirectory(reader, { clock }), 'ann', claims, ['sub', 'team'])
          times.push(performance.now() - started)
        }
        return median(times)
      }
      await fill(0, FEW)
      await ask(FEW)
      const few = await ask(FEW)
      await fill(FEW, many)
      const ours = await ask(many)
      const targets = [{ of: 'peer', most: 1.2 }] as const
      return [{ name: `${many} teams`, unit: 'ms', ours, peer: { name: `${FEW} teams`, value: few }, targets }]
    } finally {
      await dynamo.stop()
    }
  },
}
