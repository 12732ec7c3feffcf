/** A process that ends at one of its steps; a step is a call of a port. Whatever it calls after that does nothing. */
export interface Death {
  /** From 0. */
  readonly step: number
  /** Whether the call of that step was done, and only its answer is lost. */
  readonly isDone: boolean
}

/** What a port answers of itself, without a call. */
const COMPUTED: ReadonlySet<string | symbol> = new Set(['acceptableUntil'])

/**
 * Lets something run that ends at a step, as a kill ends it.
 *
 * @param death `undefined`: it lives
 * @returns how many steps it came to
 */
export const runUntil = async (
  death: Death | undefined,
  run: (port: <T extends object>(port: T) => T) => Promise<unknown>,
): Promise<number> => {
  let steps = 0
  let isDead = false
  const killed = () => new Error('killed')
  const port = <T extends object>(real: T): T =>
    new Proxy(real, {
      get: (target, property) => {
        const method: unknown = Reflect.get(target, property)
        if (typeof method !== 'function') return method
        if (COMPUTED.has(property)) return method.bind(target)
        return (...args: unknown[]) => {
          if (isDead) return Promise.reject(killed())
          const isLast = steps === death?.step
          steps += 1
          if (!isLast) return method.apply(target, args)
          isDead = true
          if (!death?.isDone) return Promise.reject(killed())
          const done: unknown = method.apply(target, args)
          return Promise.resolve(done).then(() => Promise.reject(killed()))
        }
      },
    })
  await run(port).catch(error => {
    if (death === undefined) throw error
  })
  return steps
}
