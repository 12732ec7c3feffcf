import type { CheckTask } from '../checks/task.ts'
import type { CheckDeps } from './check-deps.ts'
import { runDueCheck } from './run-check.ts'
import { sendWebhook } from './send-webhook.ts'
import { tendChecks } from './tend-checks.ts'

/**
 * Do what a queue asks for.
 *
 * @throws whatever keeps it from being done; the queue asks again
 */
export const performTask = async (deps: CheckDeps, task: CheckTask): Promise<void> => {
  switch (task.do) {
    case 'run':
      return runDueCheck(deps, task)
    case 'webhook':
      return sendWebhook(deps, task)
    case 'tend':
      await tendChecks(deps)
  }
}
