/** What comes to a function, and how it may grow. */
export interface FunctionLoad {
  /** Requests a second, at random moments. */
  readonly rate: number
  /** Requests that are there at the start, all at once. Default: none */
  readonly atOnce?: number
  readonly seconds: number
  /** The median of how long a request takes; one in a hundred takes `slowMs` or longer. */
  readonly medianMs: number
  readonly slowMs: number
  /** What the first request of an environment takes longer. */
  readonly coldMs: number
  /** Environments at a time: what the account or the function allows. */
  readonly most: number
  /** How many can be started in ten seconds. Default: as many as Lambda starts of one function (its developer guide, "Scaling behavior") */
  readonly startsInTenSeconds?: number
  /** What becomes of a request that finds no environment: its sender sends it again a second later, or it waits in a queue. Default: `again` */
  readonly whenFull?: 'again' | 'wait'
}

export interface FunctionRun {
  readonly served: number
  /** How often a request found no environment and was sent again. */
  readonly turnedAway: number
  readonly started: number
  readonly mostBusy: number
  /** When the last request was turned away; 0: none was. */
  readonly steadyAfterSeconds: number
  /** When the last request was served. */
  readonly endedAfterSeconds: number
}

const STEP_MS = 10
const AGAIN_STEPS = 1000 / STEP_MS
/** 2.33 standard deviations are above 99 in a hundred of a normal distribution. */
const DEVIATIONS_OF_SLOW = 2.326

/**
 * A function of Lambda under load, in steps of ten milliseconds: a request takes an environment that is idle, or a new one as
 * far as Lambda starts them so fast, or is turned away and comes again.
 *
 * @param random between 0 and 1; the same numbers give the same run
 */
export const simulateFunction = (load: FunctionLoad, random: () => number): FunctionRun => {
  const { rate, atOnce = 0, seconds, medianMs, slowMs, coldMs, most } = load
  const { startsInTenSeconds = 1000, whenFull = 'again' } = load
  const spread = Math.log(slowMs / medianMs) / DEVIATIONS_OF_SLOW
  const durationOf = () => medianMs * Math.exp(spread * normal(random))
  const ending = new Map<number, number>()
  const again = new Map<number, number>()
  const addTo = (steps: Map<number, number>, step: number, count: number) =>
    steps.set(step, (steps.get(step) ?? 0) + count)
  const take = (steps: Map<number, number>, step: number) => {
    const count = steps.get(step) ?? 0
    steps.delete(step)
    return count
  }

  let [busy, idle, started, served, turnedAway, mostBusy, lastTurnedAway] = [0, 0, 0, 0, 0, 0, 0]
  let startable = startsInTenSeconds
  const arrivingSteps = (seconds * 1000) / STEP_MS
  let coming = atOnce
  let step = 0
  for (; step < arrivingSteps || coming > 0 || busy > 0 || again.size > 0; step++) {
    const ended = take(ending, step)
    busy -= ended
    idle += ended
    startable = Math.min(startable + (startsInTenSeconds * STEP_MS) / 10_000, startsInTenSeconds)
    coming += take(again, step) + (step < arrivingSteps ? poisson((rate * STEP_MS) / 1000, random) : 0)

    const starting = Math.min(Math.max(0, coming - idle), Math.floor(startable), most - busy - idle)
    const taken = Math.min(coming, idle + starting)
    for (let request = 0; request < taken; request++) {
      const ms = durationOf() + (request < starting ? coldMs : 0)
      addTo(ending, step + Math.max(1, Math.round(ms / STEP_MS)), 1)
    }
    idle -= taken - starting
    busy += taken
    started += starting
    startable -= starting
    served += taken
    coming -= taken
    mostBusy = Math.max(mostBusy, busy)
    if (coming === 0 || whenFull === 'wait') continue
    turnedAway += coming
    lastTurnedAway = step
    addTo(again, step + AGAIN_STEPS, coming)
    coming = 0
  }
  const toSeconds = (steps: number) => (steps * STEP_MS) / 1000
  return {
    served,
    turnedAway,
    started,
    mostBusy,
    steadyAfterSeconds: toSeconds(lastTurnedAway),
    endedAfterSeconds: toSeconds(step),
  }
}

/** Box and Muller. */
const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** How many of many come by chance where so many do on average. */
const poisson = (mean: number, random: () => number): number => {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  const least = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > least; product *= random()) count++
  return count
}

/** A generator of numbers between 0 and 1 that begins anew with each seed (mulberry32). */
export const seeded = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
