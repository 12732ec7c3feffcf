import { jest } from '@jest/globals'

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
