import { jest } from '@jest/globals'

/**
 * How long what a test is not about may take, in milliseconds: longer than a machine is ever busy, paused or asleep, and less
 * than the quarter of an hour for which a signature is good. It only brings to an end what would never end.
 */
export const AMPLE_MS = 10 * 60_000

/** How long a page in a browser may take to show what a test waits for, in milliseconds. Where it never comes, the test fails by then. */
export const PAGE_MS = 2 * 60_000

const REAL = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
] as const

/** From now on the time of a timer passes only as a test lets it pass (`jest.advanceTimersByTime`); clocks and all else go on. */
export const holdTimers = () => jest.useFakeTimers({ doNotFake: [...REAL, 'Date'] })

/** From now on the machine's clock shows what a test sets it to (`jest.setSystemTime`); timers and all else go on. */
export const holdClock = (now: number) =>
  jest.useFakeTimers({ now, doNotFake: [...REAL, 'setTimeout', 'clearTimeout'] })
