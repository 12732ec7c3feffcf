/** The difference between a service's clock and ours, learnt from the `Date` of its answers. */
export interface ServiceClock {
  /** Learns from the `Date` of an answer; `sentAt` and `receivedAt` are by our own clock. */
  observe(date: Date, sentAt: Date, receivedAt: Date): void
  /** By how much the service's clock is ahead of ours, in milliseconds; below 0 it is behind. `undefined`: nothing is known. */
  aheadMs(): number | undefined
}

/** `Date` has whole seconds: on average it is so much later than it says. */
const HALF_A_SECOND_MS = 500
/** The times of one service's answers agree better than this, in milliseconds. */
const FAR_MS = 5 * 60_000
/** So many answers are remembered; the middle one counts, so that one of several servers with another time does not. */
const REMEMBERED = 9

/**
 * A `Date` that is far from every earlier one is left out: one that a proxy, or one broken server of many, made up. When the
 * next one agrees with it, a clock was set, its own or ours; what was known before is forgotten.
 */
export const createServiceClock = (): ServiceClock => {
  let known: number[] = []
  let middle: number | undefined
  let stray: number | undefined
  return {
    observe: (date, sentAt, receivedAt) => {
      const ours = (sentAt.getTime() + receivedAt.getTime()) / 2
      const ahead = date.getTime() + HALF_A_SECOND_MS - ours
      const agrees = (other: number) => Math.abs(other - ahead) <= FAR_MS
      if (known.length === 0 || known.some(agrees)) {
        known = [...known, ahead].slice(-REMEMBERED)
        stray = undefined
      } else if (stray !== undefined && agrees(stray)) {
        known = [stray, ahead]
        stray = undefined
      } else stray = ahead
      middle = known.toSorted((a, b) => a - b)[Math.floor((known.length - 1) / 2)]
    },
    aheadMs: () => middle,
  }
}
