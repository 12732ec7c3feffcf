import type { Clock, Sealer } from '../system.ts'
import type { Webhooks } from './ports.ts'
import { openWebhook, type SealedWebhook } from './sealed-webhook.ts'
import { type SignedMessage, webhookHeaders } from './webhook-signature.ts'

interface PostDeps {
  readonly sealer: Sealer
  readonly webhooks: Webhooks
  readonly clock: Clock
}

/**
 * Decrypts a webhook, and posts a signed message to it.
 *
 * @param owner the id of the webhook's owner
 * @throws WebhookError if the receiver did not accept it
 */
export const postSigned = async (
  { sealer, webhooks, clock }: PostDeps,
  webhook: SealedWebhook,
  owner: string,
  message: SignedMessage,
): Promise<void> => {
  const { url, secret } = await openWebhook(sealer, webhook, owner)
  await webhooks.post({ url: new URL(url), headers: webhookHeaders(message, secret, clock()), body: message.body })
}
