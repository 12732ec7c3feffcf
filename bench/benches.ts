import type { Bench } from './bench.ts'
import { manifest } from './manifest.ts'
import { sign } from './sign.ts'
import { submit } from './submit.ts'

/** Every bench, in the order of docs/performance.md. */
export const BENCHES: ReadonlyMap<string, Bench> = new Map([
  ['manifest', manifest],
  ['sign', sign],
  ['submit', submit],
])
