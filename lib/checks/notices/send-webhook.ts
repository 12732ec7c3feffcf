import { postSigned } from '../../webhooks/post-signed.ts'
import type { CheckTaskDeps } from '../check-deps.ts'
import type { WebhookTask } from '../task.ts'

/**
 * Send a notice to the webhook of its check, signed. A webhook that was taken away meanwhile gets nothing.
 *
 * @throws WebhookError if it was not taken; the queue asks again
 */
export const sendWebhook = async (
  deps: Pick<CheckTaskDeps, 'checks' | 'sealer' | 'webhooks' | 'clock'>,
  { team, name, checkId, notice }: WebhookTask,
): Promise<void> => {
  const check = await deps.checks.get(team, name)
  if (check?.id !== checkId || !check.notify.webhook) return
  const body = JSON.stringify({ type: `check.${notice.kind}`, timestamp: notice.at, data: notice })
  await postSigned(deps, check.notify.webhook, checkId, { id: notice.id, body })
}
