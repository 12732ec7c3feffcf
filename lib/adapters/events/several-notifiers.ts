import type { Notifier } from '../../checks/ports.ts'

/** Delivers through all of them. If one fails, all are called again, so the others deliver twice, with the same id. */
export const createSeveralNotifiers = (notifiers: readonly Notifier[]): Notifier => ({
  notify: async (notice, to) => {
    for (const notifier of notifiers) await notifier.notify(notice, to)
  },
  digest: async digest => {
    for (const notifier of notifiers) await notifier.digest(digest)
  },
})
