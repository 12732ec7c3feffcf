import { expect } from 'expect'

/*
 * Stands in for `@jest/globals` in a mutation run: the tests of a subject register themselves here, and can then be run again
 * and again in one process, which takes milliseconds where a new Jest takes seconds.
 */

type Action = () => unknown
type Cases = readonly unknown[]

interface Test {
  readonly id: string
  readonly title: string
  readonly body: Action
}

interface Block {
  readonly title: string
  readonly parent: Block | undefined
  readonly members: (Block | Test)[]
  readonly hooks: Record<'beforeAll' | 'afterAll' | 'beforeEach' | 'afterEach', Action[]>
}

const newBlock = (title: string, parent?: Block): Block => ({
  title,
  parent,
  members: [],
  hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] },
})

const ROOT = newBlock('')
let current = ROOT
let tests = 0

const addTest = (title: string, body: Action) => {
  current.members.push({ id: `t${tests++}`, title, body })
}

const addBlock = (title: string, body: Action) => {
  const block = newBlock(title, current)
  current.members.push(block)
  current = block
  body()
  current = block.parent ?? ROOT
}

/** `it.each` and `describe.each`: one for each row, whose members are the arguments. */
const forEach =
  (add: (title: string, body: Action) => void) =>
  (rows: Cases) =>
  (title: string, body: (...row: unknown[]) => unknown) => {
    for (const [index, row] of rows.entries()) {
      const values: unknown[] = Array.isArray(row) ? row : [row]
      add(`${title} [${index}]`, () => body(...values))
    }
  }

const skipped = Object.assign(() => undefined, { each: () => () => undefined })
const hook = (name: keyof Block['hooks']) => (body: Action) => void current.hooks[name].push(body)

export const it = Object.assign(addTest, { each: forEach(addTest), skip: skipped })
export const test = it
export const describe = Object.assign(addBlock, { each: forEach(addBlock), skip: skipped })
export const beforeAll = hook('beforeAll')
export const afterAll = hook('afterAll')
export const beforeEach = hook('beforeEach')
export const afterEach = hook('afterEach')
export { expect }

const isTest = (member: Block | Test): member is Test => 'id' in member
const idsOf = (block: Block): string[] =>
  block.members.flatMap(member => (isTest(member) ? [member.id] : idsOf(member)))
const isIn = (block: Block, chosen: ReadonlySet<string> | undefined): boolean =>
  chosen === undefined || idsOf(block).some(id => chosen.has(id))

/** What follows one run of the tests: which test is under way, and how long one may take. */
export interface Watch {
  /** @param ids the tests that what happens now is a part of; none: it is over */
  readonly onBegin: (ids: readonly string[]) => void
  readonly testTimeoutMs: number
}

/** A test that failed. */
export interface Failure {
  readonly title: string
  readonly error: unknown
  readonly isTimeout: boolean
}

class TimeIsOver extends Error {
  override readonly name = 'TimeIsOver'
}

/**
 * Runs the tests, all or the chosen ones, up to the first that fails.
 *
 * @returns the failure; `undefined`: all passed
 */
export const runTests = (watch: Watch, chosen?: ReadonlySet<string>): Promise<Failure | undefined> =>
  runBlock(ROOT, watch, chosen)

const runBlock = async (
  block: Block,
  watch: Watch,
  chosen: ReadonlySet<string> | undefined,
): Promise<Failure | undefined> => {
  if (!isIn(block, chosen)) return undefined
  const attempt = (ids: readonly string[], actions: readonly Action[]) => attemptAll(block.title, watch, ids, actions)
  let failure = await attempt(idsOf(block), block.hooks.beforeAll)
  for (const member of block.members) {
    if (failure) break
    if (!isTest(member)) failure = await runBlock(member, watch, chosen)
    else if (chosen === undefined || chosen.has(member.id)) failure = await runTest(block, member, watch)
  }
  return (await attempt(idsOf(block), block.hooks.afterAll)) ?? failure
}

const runTest = async (block: Block, { id, title, body }: Test, watch: Watch) => {
  const chain: Block[] = []
  for (let each: Block | undefined = block; each; each = each.parent) chain.unshift(each)
  const before = chain.flatMap(({ hooks }) => hooks.beforeEach)
  const after = chain.toReversed().flatMap(({ hooks }) => hooks.afterEach)
  const failure = await attemptAll(title, watch, [id], [...before, body])
  return (await attemptAll(title, watch, [id], after)) ?? failure
}

const attemptAll = async (
  title: string,
  { onBegin, testTimeoutMs }: Watch,
  ids: readonly string[],
  actions: readonly Action[],
): Promise<Failure | undefined> => {
  if (actions.length === 0) return undefined
  const over = Promise.withResolvers<never>()
  const timer = setTimeout(() => over.reject(new TimeIsOver()), testTimeoutMs)
  onBegin(ids)
  try {
    for (const action of actions) await Promise.race([action(), over.promise])
    return undefined
  } catch (error) {
    return { title, error, isTimeout: error instanceof TimeIsOver }
  } finally {
    clearTimeout(timer)
    onBegin([])
  }
}
