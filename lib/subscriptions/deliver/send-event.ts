import type { Clock, Sealer } from '../../system.ts'
import type { Webhooks } from '../../webhooks/ports.ts'
import { postSigned } from '../../webhooks/post-signed.ts'
import { WebhookError } from '../../webhooks/webhook-error.ts'
import { CLOUD_EVENT_TYPE, type CloudEvent } from '../cloud-event.ts'
import type { NoticeTargets } from '../ports.ts'
import type { Subscription } from '../subscription.ts'
import { summaryOf } from './summary.ts'

export interface SendDeps {
  readonly sealer: Sealer
  readonly webhooks: Webhooks
  readonly targets: NoticeTargets
  readonly clock: Clock
}

/**
 * Sends an event to the target of a subscription.
 *
 * @throws WebhookError, or another error that prevented the delivery
 */
export const sendEvent = async (deps: SendDeps, { id, target }: Subscription, event: CloudEvent): Promise<void> => {
  if (target.is === 'webhook') {
    const message = { id: event.id, body: JSON.stringify(event), contentType: CLOUD_EVENT_TYPE }
    return postSigned(deps, target, id, message)
  }
  const { email, eventbridge } = deps.targets
  if (target.is === 'email' && email) return email(event, summaryOf(event))
  if (target.is === 'eventbridge' && eventbridge) return eventbridge(event)
  // The data came from a stage; see docs/recovery.md.
  throw new WebhookError(`The target ${target.is} is only on a stage`, { isFinal: true })
}
