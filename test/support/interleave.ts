/*
 * Guards against somebody else's work matter only when that work happens between two steps of one's own. Here several
 * actors share a world, and each call of a port is a step: nothing happens until the actor's turn comes. A run's order is
 * a list of choices, so a run can be repeated, and all orders with few enough interruptions can be walked through.
 */

/** A call that waits for its turn. */
interface Step {
  readonly actor: string
  readonly name: string
  readonly go: () => void
}

/** What came of an actor. */
export type Ending = { readonly value: unknown } | { readonly error: unknown }

/** Picks who goes on: an index into the actors that can, of which the first went last, if that one can. */
export type Choose = (actors: readonly string[]) => number

/** Gives a port whose asynchronous methods wait for the actor's turn. */
export type StepPort = <T extends object>(port: T) => T

/** What an actor does, through the ports that it gets its turns at. */
export type Act = (step: StepPort) => Promise<unknown>

/** What is not asynchronous happens within a step. */
const AsyncFunction = (async () => undefined).constructor

/** Lets everything happen that waits for nobody. The world below the ports must need promises only, and no timers. */
const quiet = () => new Promise<void>(resolve => setImmediate(resolve))

/**
 * Runs the actors against each other, one step at a time.
 *
 * @param trail gets a line for each step, to be shown where a test fails
 */
export const interleave = async <A extends string>(
  actors: Readonly<Record<A, Act>>,
  choose: Choose,
  trail: string[] = [],
): Promise<Readonly<Record<A, Ending>>> => {
  const waiting: Step[] = []
  const portsOf =
    (actor: string): StepPort =>
    port =>
      new Proxy(port, {
        get: (target, property) => {
          const method: unknown = Reflect.get(target, property)
          if (typeof method !== 'function' || !(method instanceof AsyncFunction)) return method
          return async (...args: unknown[]) => {
            const name = String(property)
            await new Promise<void>(go => waiting.push({ actor, name, go }))
            return method.apply(target, args)
          }
        },
      })

  const names = Object.keys(actors) as A[] // the keys of a record of A
  const endings = Promise.all(
    names.map(async name => [name, await endingOf(() => actors[name](portsOf(name)))] as const),
  )

  let last: string | undefined
  await quiet()
  while (waiting.length > 0) {
    const able = [...new Set(waiting.map(({ actor }) => actor))].sort()
    const inOrder = able.includes(last ?? '') ? [last ?? '', ...able.filter(name => name !== last)] : able
    const actor = inOrder[choose(inOrder)] ?? ''
    // Of steps that one actor takes side by side, the first that it began.
    const index = waiting.findIndex(step => step.actor === actor)
    const [step] = waiting.splice(index, 1)
    trail.push(`${actor}: ${step?.name}`)
    last = actor
    step?.go()
    await quiet()
  }
  return Object.fromEntries(await endings) as Record<A, Ending> // one entry for each name
}

const endingOf = async (act: () => Promise<unknown>): Promise<Ending> => {
  try {
    return { value: await act() }
  } catch (error) {
    return { error }
  }
}

/**
 * Calls `run` once for every order in which at most `interruptions` times an actor is stopped that could go on. Few
 * interruptions find nearly all faults of this kind, and their number grows with the steps' power of them only.
 *
 * @returns how many orders there were
 */
export const everyOrder = async (
  interruptions: number,
  run: (choose: Choose, trail: string[]) => Promise<void>,
): Promise<number> => {
  // One entry for each choice of the run before: what was taken, out of how many.
  let path: { taken: number; readonly outOf: number }[] = []
  let runs = 0
  for (;;) {
    let depth = 0
    let left = interruptions
    let last: string | undefined
    const trail: string[] = []
    const choose: Choose = actors => {
      const canGoOn = actors[0] === last
      const outOf = canGoOn && left === 0 ? 1 : actors.length
      const planned = path[depth] ?? { taken: 0, outOf }
      path[depth] = planned
      depth += 1
      if (canGoOn && planned.taken > 0) left -= 1
      last = actors[planned.taken]
      return planned.taken
    }
    try {
      await run(choose, trail)
    } catch (error) {
      throw new Error(`In this order:\n  ${trail.join('\n  ')}`, { cause: error })
    }
    runs += 1
    // The last choice that has something left to take; what came after it is chosen anew.
    while (path.length > 0 && isExhausted(path.at(-1))) path = path.slice(0, -1)
    const lastChoice = path.at(-1)
    if (!lastChoice) return runs
    lastChoice.taken += 1
  }
}

const isExhausted = (choice: { taken: number; readonly outOf: number } | undefined) =>
  choice === undefined || choice.taken + 1 >= choice.outOf
