import type { QueryClient } from '@tanstack/react-query'

type Key = readonly unknown[]

interface Asked {
  readonly key: Key
  readonly question: () => Promise<unknown>
  readonly answer: Promise<unknown>
  had?: { readonly data: unknown; readonly at: number }
}

/** What the first page has asked the API. The whole page goes on with the same answers. */
export interface EarlyAnswers {
  /**
   * Asks, unless it has asked already.
   *
   * @param key names the question, as the whole page does
   */
  ask<T>(key: Key, question: () => Promise<T>): Promise<T>
  /** An answer under way is waited for. What failed is asked for again by the whole page, which shows why. */
  handOver(client: QueryClient): void
}

export const createEarlyAnswers = (): EarlyAnswers => {
  const all = new Map<string, Asked>()
  return {
    ask: <T>(key: Key, question: () => Promise<T>) => {
      const name = JSON.stringify(key)
      const before = all.get(name)
      // One key names one question, and its answers are of one type.
      if (before) return before.answer as Promise<T>
      const answer = question()
      const asked: Asked = { key, question, answer }
      all.set(name, asked)
      answer.then(
        data => {
          asked.had = { data, at: Date.now() }
        },
        () => all.delete(name),
      )
      return answer
    },
    handOver: client => {
      for (const { key, question, answer, had } of all.values()) {
        if (had) {
          client.setQueryData(key, had.data, { updatedAt: had.at })
          continue
        }
        let first: Promise<unknown> | undefined = answer
        void client.prefetchQuery({
          queryKey: key,
          queryFn: () => {
            const mine = first ?? question()
            first = undefined
            return mine
          },
        })
      }
    },
  }
}
