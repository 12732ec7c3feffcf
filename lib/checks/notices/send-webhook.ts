import { postSigned } from '../../webhooks/post-signed.ts'
import type { CheckTaskDeps } from '../check-deps.ts'
import type { WebhookTask } from '../task.ts'

/**
 * Send a signed notice to the webhook of its check. If the webhook was removed meanwhile, nothing is sent.
 *
 * @throws WebhookError if the webhook did not accept it; the queue tries again
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
