import type { Bench } from './bench.ts'
import { checks } from './checks.ts'
import { cli } from './cli.ts'
import { coldStart } from './cold-start.ts'
import { consolePage } from './console.ts'
import { cost } from './cost.ts'
import { dollars } from './dollars.ts'
import { feed } from './feed.ts'
import { follow } from './follow.ts'
import { lookUp } from './look-up.ts'
import { manifest } from './manifest.ts'
import { memory } from './memory.ts'
import { partitions } from './partitions.ts'
import { queryApi } from './query-api.ts'
import { scale } from './scale.ts'
import { sign } from './sign.ts'
import { soak } from './soak.ts'
import { submit } from './submit.ts'
import { teams } from './teams.ts'

/** Every bench, in the order of docs/performance.md. */
export const BENCHES: ReadonlyMap<string, Bench> = new Map([
  ['manifest', manifest],
  ['sign', sign],
  ['query-api', queryApi],
  ['cold-start', coldStart],
  ['submit', submit],
  ['look-up', lookUp],
  ['teams', teams],
  ['cost', cost],
  ['partitions', partitions],
  ['dollars', dollars],
  ['scale', scale],
  ['cli', cli],
  ['follow', follow],
])

/** Those that take minutes each: only run where they are named. */
export const LONG_BENCHES: ReadonlyMap<string, Bench> = new Map([
  ['checks', checks],
  ['feed', feed],
  ['memory', memory],
  ['soak', soak],
])

/** Those that need a browser: only run where they are named. */
export const BROWSER_BENCHES: ReadonlyMap<string, Bench> = new Map([['console', consolePage]])
