/** Something that is done again and again until stopped. */
export interface RepeatedTask {
  /** Lets what is under way come to its end. */
  stop(): Promise<void>
}

/** Does `run` again and again, so many milliseconds after it came to its end. `run` must not throw. */
export const repeat = (run: () => Promise<void>, everyMs: number): RepeatedTask => {
  let stopped = false
  let running = Promise.resolve()
  let timer: NodeJS.Timeout
  const next = () => {
    timer = setTimeout(() => {
      running = run().finally(() => stopped || next())
    }, everyMs)
  }
  next()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
