/** What was made lately, by what it was made of. */
export interface Kept<K, V> {
  get(key: K): V | undefined
  /** @returns the value */
  put(key: K, value: V): V
}

const MOST_KEPT = 64

/** Keeps 64 values at the most; of more the oldest go first. */
export const createKept = <K, V>(): Kept<K, V> => {
  const kept = new Map<K, V>()
  return {
    get: key => kept.get(key),
    put: (key, value) => {
      const [oldest] = kept.keys()
      if (kept.size === MOST_KEPT && oldest !== undefined) kept.delete(oldest)
      kept.set(key, value)
      return value
    },
  }
}
