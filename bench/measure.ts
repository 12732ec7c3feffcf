import { availableParallelism, cpus } from 'node:os'
import type { Bench, Effort } from './bench.ts'
import type { Result } from './report.ts'

/** Where errors arrive that no call throws, such as those of a connection that is given up: the process. */
export interface Stray {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown
  off(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown
}

/**
 * Runs one bench.
 *
 * @param stray whatever arrives there meanwhile ends this bench, and no other
 * @throws what has ended it
 */
export const measure = async (name: string, bench: Bench, effort: Effort, stray: Stray): Promise<Result> => {
  const start = performance.now()
  const rows = await withoutStrays(stray, () => bench.run(effort))
  return {
    name,
    date: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      node: process.versions.node,
    },
    seconds: Math.round((performance.now() - start) / 1000),
    rows: rows.map(row => ({ ...row, ...(row.peer && { ratio: row.ours / row.peer.value }) })),
  }
}

const withoutStrays = async <T>(stray: Stray, run: () => Promise<T>): Promise<T> => {
  const { promise: failed, reject } = Promise.withResolvers<never>()
  stray.on('uncaughtException', reject)
  stray.on('unhandledRejection', reject)
  try {
    return await Promise.race([run(), failed])
  } finally {
    stray.off('uncaughtException', reject)
    stray.off('unhandledRejection', reject)
  }
}
