/** The values that were made last, by what they were made of. */
export interface RecentValues<K, V> {
  get(key: K): V | undefined
  /** @returns the value */
  put(key: K, value: V): V
}

const MOST_VALUES = 64

/** Room for 64 values; one more replaces the oldest. */
export const createRecentValues = <K, V>(): RecentValues<K, V> => {
  const values = new Map<K, V>()
  return {
    get: key => values.get(key),
    put: (key, value) => {
      const [oldest] = values.keys()
      if (values.size === MOST_VALUES && oldest !== undefined) values.delete(oldest)
      values.set(key, value)
      return value
    },
  }
}
