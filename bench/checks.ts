import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { run } from '../lib/local/run.ts'
import { localConfig } from '../lib/settings/config.ts'
import type { Bench } from './bench.ts'
import { askPatiently, createClient } from './http-load.ts'
import { quantile } from './median.ts'
import { withFolder } from './servers.ts'
import { newManifest } from './submit.ts'

const CLIENTS = 8
const MINUTE_MS = 60_000

/** A clock that stands still until it is moved, with its alarms. */
const createTime = () => {
  let now = Date.parse('2026-11-21T10:00:30.000Z')
  const set = new Map<symbol, { readonly time: number; readonly wake: () => void }>()
  return {
    clock: () => new Date(now),
    alarms: {
      at: (time: Date, wake: () => void) => {
        const id = Symbol('alarm')
        set.set(id, { time: time.getTime(), wake })
        return () => void set.delete(id)
      },
    },
    pass: (ms: number) => {
      now += ms
      for (const [id, { time, wake }] of [...set]) {
        if (time > now) continue
        set.delete(id)
        wake()
      }
    },
  }
}

/** So long nothing may happen. */
const STILL_MS = 30_000

/** Until as many as are expected have come, or none comes any longer. */
const untilStill = async (count: () => number, expected: number): Promise<void> => {
  let [seen, since] = [count(), performance.now()]
  while (seen < expected && performance.now() - since < STILL_MS) {
    await turn()
    if (count() > seen) [seen, since] = [count(), performance.now()]
  }
}

/** Ten thousand checks that come due in the same minute: whether each is run, and once, and how long that takes. */
export const checks: Bench = {
  measures:
    'Checks of one machine that all come due at the same minute (`cron(1 10 * * ? *)`), with Waybill and depot in this process: each must be run once; the clock is moved, the work is real.',
  limitedBy: 'the one core that Waybill and depot share.',
  run: effort =>
    withFolder(async folder => {
      const time = createTime()
      const runs = new Map<string, number>()
      const startedAfter: number[] = []
      const errors: string[] = []
      let start = 0
      const log = {
        info: (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
          if (message !== 'check run') return
          const name = String(fields.check)
          runs.set(name, (runs.get(name) ?? 0) + 1)
          startedAfter.push(performance.now() - start)
        },
        error: (message: string) => void errors.push(message),
      }
      const config = localConfig({ WAYBILL_PORT: '0', WAYBILL_DEPOT_PORT: '0', WAYBILL_DATA_DIR: join(folder, 'data') })
      const waybill = await run(config, log, time)
      const { ask, close } = createClient(waybill.url)
      const names = Array.from({ length: effort.checks }, (_, index) => `check-${index}`)
      const query = new URLSearchParams({ schedule: 'cron(1 10 * * ? *)' })
      const left = names.values()
      const putAll = async () => {
        for (const name of left) {
          const manifest = newManifest()
          const { status, body } = await askPatiently(() =>
            ask('PUT', `/v1/checks/${name}?${query}`, { 'Content-Type': 'text/plain' }, manifest),
          )
          if (status !== 201) throw new Error(`201 was expected, ${status} came: ${body}`)
        }
      }
      try {
        const beforePuts = performance.now()
        await Promise.all(Array.from({ length: CLIENTS }, putAll))
        const putsMs = performance.now() - beforePuts

        start = performance.now()
        time.pass(MINUTE_MS)
        await untilStill(() => startedAfter.length, names.length)
        const runsMs = startedAfter.at(-1) ?? 0
        const lost = names.filter(name => !runs.has(name)).length
        const doubled = [...runs.values()].filter(count => count > 1).length
        const none = [{ of: 'ours', most: 0 }] as const
        return [
          { name: 'checks due in one minute', unit: '', ours: names.length },
          { name: 'not run', unit: '', ours: lost, targets: none },
          { name: 'run twice', unit: '', ours: doubled, targets: none },
          { name: 'errors in the log', unit: '', ours: errors.length, targets: none },
          { name: 'runs', unit: '/s', ours: (names.length * 1000) / runsMs },
          { name: 'half of them booked after', unit: 'ms', ours: quantile(startedAfter, 0.5) },
          { name: 'all of them booked after', unit: 'ms', ours: runsMs },
          { name: 'checks put', unit: '/s', ours: (names.length * 1000) / putsMs },
        ]
      } finally {
        close()
        await waybill.stop()
      }
    }),
}
