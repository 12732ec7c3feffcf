import { QueryClientProvider } from '@tanstack/react-query'
import { queryClient } from './api/query-client.ts'
import { App } from './app.tsx'
import type { EarlyAnswers } from './first/early-answers.ts'
import type { TakeOver } from './first/take-over.ts'
import type { Words } from './i18n/translate.ts'
import { mount } from './mount.tsx'

/** Shows the whole page in place of the first one. */
export const showWhole = (words: Words, first: TakeOver, early: EarlyAnswers, failed: () => void): void => {
  early.handOver(queryClient)
  mount(
    words,
    first,
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>,
    failed,
  )
}
