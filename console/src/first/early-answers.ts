import type { QueryClient } from '@tanstack/react-query'

interface Asked {
  readonly key: readonly unknown[]
  readonly question: () => Promise<unknown>
  readonly answer: Promise<unknown>
  had?: { readonly data: unknown; readonly at: number }
}

/** What the first page has asked the API. The whole page goes on with the same answers. */
export interface EarlyAnswers {
  /** @param key names the question, as the whole page does */
  ask<T>(key: readonly unknown[], question: () => Promise<T>): Promise<T>
  /** An answer under way is waited for. What failed is asked for again by the whole page, which shows why. */
  handOver(client: QueryClient): void
}

export const createEarlyAnswers = (): EarlyAnswers => {
  const all = new Set<Asked>()
  return {
    ask: (key, question) => {
      const answer = question()
      const asked: Asked = { key, question, answer }
      all.add(asked)
      answer.then(
        data => {
          asked.had = { data, at: Date.now() }
        },
        () => all.delete(asked),
      )
      return answer
    },
    handOver: client => {
      for (const { key, question, answer, had } of all) {
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
