import type { Alarms } from '../../lib/checks/ports.ts'

/** Time that a test moves by hand: alarms go off in their order, each at its own time. */
export const createManualTime = (start: number) => {
  let now = start
  const set = new Map<number, { time: number; wake: () => void }>()
  let ids = 0
  const alarms: Alarms = {
    at: (time, wake) => {
      ids += 1
      const id = ids
      set.set(id, { time: time.getTime(), wake })
      return () => void set.delete(id)
    },
  }
  return {
    clock: () => new Date(now),
    alarms,
    pending: () => [...set.values()].map(({ time }) => new Date(time).toISOString()).sort(),
    /** Lets seconds pass. */
    pass: (seconds: number) => {
      const end = now + seconds * 1000
      for (;;) {
        const due = [...set].filter(([, { time }]) => time <= end).sort(([, a], [, b]) => a.time - b.time)[0]
        if (!due) break
        const [id, { time, wake }] = due
        set.delete(id)
        now = Math.max(now, time)
        wake()
      }
      now = end
    },
    /** Lets seconds pass as a machine does that was asleep: what was due meanwhile goes off afterwards. */
    sleep: (seconds: number) => {
      now += seconds * 1000
    },
  }
}
