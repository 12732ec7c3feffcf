import type { ScheduledCheck } from '../check.ts'
import type { CheckStore } from '../ports.ts'

const PAGE = 500

/** Every check of every team, a page at a time. */
export async function* allChecks({ checks }: { readonly checks: CheckStore }): AsyncGenerator<ScheduledCheck> {
  let after: ScheduledCheck | undefined
  do {
    const page = await checks.list({ limit: PAGE, after })
    yield* page.checks
    after = page.more ? page.checks.at(-1) : undefined
  } while (after)
}
