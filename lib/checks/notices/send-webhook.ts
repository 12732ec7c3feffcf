import type { CheckTaskDeps } from '../check-deps.ts'
import type { WebhookTask } from '../task.ts'
import { openWebhook } from './seal-webhook.ts'
import { webhookHeaders } from './webhook-signature.ts'

/**
 * Send a notice to the webhook of its check, signed. A webhook that was taken away meanwhile gets nothing.
 *
 * @throws WebhookRefused if it was not taken; the queue asks again
 */
export const sendWebhook = async (
  deps: Pick<CheckTaskDeps, 'checks' | 'sealer' | 'webhooks' | 'clock'>,
  { team, name, checkId, notice }: WebhookTask,
): Promise<void> => {
  const check = await deps.checks.get(team, name)
  if (check?.id !== checkId || !check.notify.webhook) return
  const { url, secret } = await openWebhook(deps, check.notify.webhook, checkId)
  const body = JSON.stringify({ type: `check.${notice.kind}`, timestamp: notice.at, data: notice })
  const headers = webhookHeaders({ id: notice.id, body, secret, now: deps.clock() })
  await deps.webhooks.post({ url: new URL(url), headers, body })
}
