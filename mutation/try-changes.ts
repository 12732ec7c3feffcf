import { parentPort, workerData } from 'node:worker_threads'
import type { runTests as RunTests } from './test-harness.ts'

/*
 * The worker of a mutation run: loads the tests of a subject once, sees which tests pass through which change, and then runs
 * those tests for each change that it is asked to try.
 */

/** What the instrumented code reads and writes (Stryker's own names). */
interface Switches {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number
  mutantCoverage?: {
    static: Readonly<Record<string, number>>
    perTest: Readonly<Record<string, Readonly<Record<string, number>>>>
  }
}

/** What came of a change. `static`: only code that runs when a module is loaded passes through it. */
export type Result = 'noticed' | 'timeout' | 'survived' | 'not covered' | 'static'

export type Message =
  | { readonly is: 'ready'; readonly failure?: string; readonly tests: number }
  | { readonly is: 'result'; readonly id: string; readonly result: Result }

const TEST_TIMEOUT_MS = 60_000
/** Code that a change sends round a loop passes its switch more often than all tests together. */
const HIT_FACTOR = 10
/** Tests that take longer come last: most changes are noticed before. */
const QUICK_MS = 20

const switches: Switches = {}
Object.assign(globalThis, { __stryker__: switches })
// What a change leaves running may fail later, when nothing waits for it.
process.on('unhandledRejection', () => undefined)
process.on('uncaughtException', () => undefined)

// The program exports its own copy of the harness, in which its tests have registered themselves.
const { runTests } = (await import(workerData.program)) as { runTests: typeof RunTests }

const started = performance.now()
const hooks = new Map<string, readonly string[]>()
const slow = new Set<string>()
let begun = { ids: [] as readonly string[], at: started }
const failure = await runTests({
  testTimeoutMs: TEST_TIMEOUT_MS,
  onBegin: ids => {
    const now = performance.now()
    if (now - begun.at > QUICK_MS) for (const test of begun.ids) slow.add(test)
    begun = { ids, at: now }
    const [first] = ids
    const id = ids.length > 1 ? `all of ${ids.join()}` : first
    if (id !== undefined) hooks.set(id, ids)
    switches.currentTestId = id
  },
})
const usualMs = performance.now() - started

const testsBy = new Map<string, Set<string>>()
const hits = new Map<string, number>()
for (const [id, changes] of Object.entries(switches.mutantCoverage?.perTest ?? {})) {
  for (const [change, count] of Object.entries(changes)) {
    const known = testsBy.get(change) ?? new Set()
    for (const test of hooks.get(id) ?? []) known.add(test)
    testsBy.set(change, known)
    hits.set(change, (hits.get(change) ?? 0) + count)
  }
}

const tryChange = async (id: string): Promise<Result> => {
  const tests = testsBy.get(id)
  if (!tests) return id in (switches.mutantCoverage?.static ?? {}) ? 'static' : 'not covered'
  switches.activeMutant = id
  switches.hitCount = 0
  switches.hitLimit = (hits.get(id) ?? 1) * HIT_FACTOR
  const watch = { testTimeoutMs: 2_000 + usualMs, onBegin: () => undefined }
  const some = (areSlow: boolean) => new Set([...tests].filter(test => slow.has(test) === areSlow))
  const failed = (await runTests(watch, some(false))) ?? (await runTests(watch, some(true)))
  switches.activeMutant = undefined
  if (!failed) return 'survived'
  return failed.isTimeout ? 'timeout' : 'noticed'
}

parentPort?.on('message', async (id: string) => {
  parentPort?.postMessage({ is: 'result', id, result: await tryChange(id) } satisfies Message)
})
parentPort?.postMessage({
  is: 'ready',
  tests: testsBy.size,
  ...(failure && { failure: `${failure.title}: ${String(failure.error)}` }),
} satisfies Message)
