/** Time that passes as soon as everything waits for it, so that minutes of waiting take as long as the work between. */
export const createVirtualTime = (start: number) => {
  let now = start
  const waiting: { readonly at: number; readonly go: () => void }[] = []
  const passOn = () => {
    const next = waiting.reduce((soonest, one) => (one.at < soonest.at ? one : soonest))
    waiting.splice(waiting.indexOf(next), 1)
    now = next.at
    next.go()
  }
  return {
    clock: () => new Date(now),
    wait: (milliseconds: number) => new Promise<void>(go => waiting.push({ at: now + milliseconds, go })),
    /** Goes on to a moment at which nothing happens. */
    goTo: (moment: number) => {
      now = Math.max(now, moment)
    },
    /** Runs something to its end. What it calls must need promises and this time only. */
    run: async <T>(act: () => Promise<T>): Promise<T> => {
      let isDone = false
      const result = act().finally(() => {
        isDone = true
      })
      while (!isDone) {
        await new Promise(quiet => setImmediate(quiet))
        if (!isDone && waiting.length > 0) passOn()
      }
      return result
    },
  }
}

export type VirtualTime = ReturnType<typeof createVirtualTime>
