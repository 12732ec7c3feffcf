import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { CheckTaskDeps } from '../../checks/check-deps.ts'
import { readTask } from '../../checks/read-task.ts'
import { performTask } from '../../checks/run/perform-task.ts'

/**
 * The function that does what stands in the queue of checks: runs, webhooks, and the maintenance of all checks. Each message
 * stands by itself: those that failed are named in the answer and come again, and end in the dead-letter queue; the
 * others of their batch are done.
 */
export const runChecks =
  (deps: CheckTaskDeps) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(Records.map(record => perform(deps, record)))
    return { batchItemFailures: failed.flatMap(id => (id === undefined ? [] : [{ itemIdentifier: id }])) }
  }

/** @returns the message's id if it failed */
const perform = async (deps: CheckTaskDeps, { messageId, body }: SQSRecord): Promise<string | undefined> => {
  const task = readTask(body)
  if (!task) {
    deps.log.error('a message in the queue of checks is not a task; it becomes a dead letter', { messageId })
    return messageId
  }
  try {
    await performTask(deps, task)
    return undefined
  } catch (error) {
    deps.log.error('a task for checks failed and comes again', { messageId, task: task.do, error })
    return messageId
  }
}
