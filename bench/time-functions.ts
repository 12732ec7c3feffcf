import { Bench } from 'tinybench'
import type { Effort } from './bench.ts'
import { median } from './median.ts'

/**
 * Microseconds that one call of each function takes. A round times all of them in turn, so what slows the machine down
 * slows all of them; within a round the mean counts (so garbage collection does), over the rounds the median.
 */
export const microseconds = async <Name extends string>(
  functions: Readonly<Record<Name, () => unknown>>,
  { rounds, roundMs }: Effort,
): Promise<Readonly<Record<Name, number>>> => {
  // The keys of a Record<Name, …> are its names.
  const names = Object.keys(functions) as Name[]
  const means = new Map<Name, number[]>(names.map(name => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const bench = new Bench({
      time: roundMs,
      warmupTime: roundMs / 2,
      iterations: 1,
      warmupIterations: 1,
      throws: true,
    })
    for (const name of names) bench.add(name, functions[name])
    await bench.run()
    for (const name of names) {
      const { result } = bench.getTask(name) ?? {}
      if (!result || !('latency' in result)) throw new Error(`${name} was not measured`)
      means.get(name)?.push(result.latency.mean * 1000)
    }
  }
  return Object.fromEntries(names.map(name => [name, median(means.get(name) ?? [])])) as Record<Name, number>
}
