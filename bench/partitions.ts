import type { Bench } from './bench.ts'
import { makeSubmissions } from './job-writes.ts'

/** Submissions in one second. */
const RATE = 10_000
/** Teams that submit them. A team's own partition of the list by team takes 1,000 writes a second, as any partition does. */
const TEAMS = 100

/** Counts the writes that submissions make, by the partition of the table or of an index that takes them. */
export const writesByPartition = async (submissions: number): Promise<ReadonlyMap<string, number>> => {
  const writes = new Map<string, number>()
  await makeSubmissions({ submissions, teams: TEAMS, rate: RATE }, ({ place, partition }) => {
    const name = `${place} ${partition}`
    writes.set(name, (writes.get(name) ?? 0) + 1)
  })
  return writes
}

/** The busiest partitions at ten thousand submissions a second. */
export const partitions: Bench = {
  measures: `Writes in one second to the busiest partition of the table and of each of its indexes, while ${TEAMS} teams make ${RATE.toLocaleString('en')} submissions: counted from what the job store sends, since no emulator has partitions.`,
  limitedBy:
    'a team, a device or a bucket, each of which has one partition of its own, that takes 1,000 writes a second.',
  run: async ({ submissions }) => {
    const rate = Math.min(RATE, 500 * submissions)
    const busiest = new Map<string, number>()
    for (const [partition, count] of await writesByPartition(rate)) {
      const [of = ''] = partition.split(' ')
      busiest.set(of, Math.max(busiest.get(of) ?? 0, count))
    }
    return [...busiest].map(([of, ours]) => ({ name: of, unit: '', ours, targets: [{ of: 'ours', most: 500 }] }))
  },
}
