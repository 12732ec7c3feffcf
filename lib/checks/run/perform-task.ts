import type { CheckTaskDeps } from '../check-deps.ts'
import { sendWebhook } from '../notices/send-webhook.ts'
import { maintainChecks } from '../schedule/maintain-checks.ts'
import type { CheckTask } from '../task.ts'
import { runDueCheck } from './run-check.ts'

/**
 * Perform a task of the queue.
 *
 * @throws any error that prevents it; the queue then delivers the task again
 */
export const performTask = async (deps: CheckTaskDeps, task: CheckTask): Promise<void> => {
  switch (task.do) {
    case 'run':
      return runDueCheck(deps, task)
    case 'webhook':
      return sendWebhook(deps, task)
    case 'maintain':
      await maintainChecks(deps)
  }
}
