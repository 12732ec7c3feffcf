import type { ScheduledCheck } from '../check.ts'
import type { CheckDeps } from '../check-deps.ts'
import { changeCheck } from '../manage/change-check.ts'
import type { Notice } from '../notice.ts'
import { bookDelivery } from '../run/book-run.ts'

/**
 * Deliver the waiting notices of a check.
 *
 * 1. Pass each one to the notifier, and to the queue for the check's webhook.
 * 2. Store with the check that they are delivered.
 *
 * A crash between the two delivers a notice twice, with the same id, and never loses one. If a delivery fails, this is logged, and
 * the notice waits for the next run or for maintenance. The run itself does not fail.
 */
export const deliverNotices = async (
  deps: Pick<CheckDeps, 'checks' | 'notifier' | 'queue' | 'log'>,
  check: ScheduledCheck,
): Promise<void> => {
  const { team, name, id, notify, progress } = check
  const delivered: Notice[] = []
  try {
    for (const notice of progress.outbox) {
      await deps.notifier.notify(notice, { email: notify.email })
      if (notify.webhook) await deps.queue.add({ do: 'webhook', team, name, checkId: id, notice })
      delivered.push(notice)
    }
  } catch (error) {
    deps.log.error('notices of a check not handed over; they wait', { checkId: id, error })
  }
  if (delivered.length === 0) return
  try {
    await changeCheck(deps, check, now => ({ ...now, progress: bookDelivery(now.progress, delivered) }))
  } catch (error) {
    deps.log.error('notices of a check handed over, which could not be noted; they will be again', {
      checkId: id,
      error,
    })
  }
}
