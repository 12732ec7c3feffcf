import type { Notifier } from '../../checks/ports.ts'

/** Tells by all of them. Where one fails all are asked again, so the others tell twice, with the same id. */
export const createSeveralNotifiers = (notifiers: readonly Notifier[]): Notifier => ({
  notify: async (notice, to) => {
    for (const notifier of notifiers) await notifier.notify(notice, to)
  },
  digest: async digest => {
    for (const notifier of notifiers) await notifier.digest(digest)
  },
})
