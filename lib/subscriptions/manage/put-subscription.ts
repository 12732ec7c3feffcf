import type { Begin } from '../../audit/record-change.ts'
import { attemptChange } from '../../jobs/attempt.ts'
import { JobError } from '../../jobs/errors.ts'
import { closest } from '../../manifest/fields/spelling.ts'
import type { Asking } from '../../teams/caller.ts'
import { sealWebhook, type WebhookTarget, webhookFault } from '../../webhooks/sealed-webhook.ts'
import {
  EVENT_NAMES,
  MOST_SUBSCRIPTIONS,
  SUBSCRIPTION_NAME,
  type Subscription,
  type Target,
  type TargetKind,
} from '../subscription.ts'
import { type IsExpected, requireExpected, subscriptionBusy, subscriptionChanged } from './expected.ts'
import { inHistory, streamOfSubscription } from './in-history.ts'
import type { ManageDeps } from './manage-deps.ts'

/** The target of notices. */
export type TargetWish = ({ readonly is: 'webhook' } & WebhookTarget) | { readonly is: Exclude<TargetKind, 'webhook'> }

/** The settings of a subscription. */
export interface PutSubscription extends Asking {
  readonly name: string
  readonly events: readonly string[]
  /** Default: the one that is there */
  readonly target?: TargetWish | undefined
  /** Default: any */
  readonly isExpected?: IsExpected | undefined
}

export interface PutSubscriptionOutcome {
  readonly subscription: Subscription
  readonly created: boolean
}

/** How many attempts to write. Each fails only because another request's write succeeded. */
const MOST_ATTEMPTS = 4

/**
 * Put a subscription, which replaces the team's subscription with the same name.
 *
 * 1. Check its name, events and target. The kind of target must be available here.
 * 2. Encrypt the address and the secret of a webhook.
 * 3. Store it, if its team has fewer than 20.
 *
 * Refuses: SUBSCRIPTION_INVALID, SUBSCRIPTION_CHANGED, SUBSCRIPTION_LIMIT, SUBSCRIPTION_BUSY.
 */
export const putSubscription = (deps: ManageDeps, input: PutSubscription): Promise<PutSubscriptionOutcome> =>
  attemptChange(deps, input, 'put-subscription', begin => put(deps, input, begin), {
    stream: streamOfSubscription(input, input.name),
  })

const put = async (
  deps: ManageDeps,
  { caller, name, events: asked, target: wish, isExpected }: PutSubscription,
  begin: Begin,
): Promise<PutSubscriptionOutcome> => {
  if (!SUBSCRIPTION_NAME.test(name)) {
    throw invalid(
      'The name of a subscription is 1 to 64 letters, digits, dots, hyphens and underlines, and starts with a letter or digit.',
    )
  }
  const events = usableEvents(asked)
  if (wish) requireTarget(deps, wish)

  for (let tries = 0; tries < MOST_ATTEMPTS; tries += 1) {
    const there = await deps.subscriptions.get(caller.team, name)
    requireExpected(name, there, isExpected)
    const at = deps.clock().toISOString()
    const changes = { events, updatedAt: at, updatedBy: caller.principal }
    if (there) {
      const target = wish ? await targetOf(deps, wish, there.id) : there.target
      const next = { ...there, ...changes, target, revision: there.revision + 1 }
      await begin({ before: inHistory(there), after: inHistory(next) })
      if (await deps.subscriptions.replace(next, there)) return { subscription: next, created: false }
      if (isExpected) throw subscriptionChanged(name)
    } else {
      const id = deps.newId()
      const target = await targetOf(deps, wish ?? needsTarget(), id)
      const subscription = { team: caller.team, name, id, revision: 1, ...changes, target, createdAt: at }
      await begin({ after: inHistory(subscription) })
      const outcome = await deps.subscriptions.create(subscription, MOST_SUBSCRIPTIONS)
      if (outcome === 'created') return { subscription, created: true }
      if (outcome === 'full') throw full(caller.team)
    }
  }
  throw subscriptionBusy(name)
}

const invalid = (message: string) => new JobError('SUBSCRIPTION_INVALID', message)

const full = (team: string) =>
  new JobError(
    'SUBSCRIPTION_LIMIT',
    `Team ${team} has ${MOST_SUBSCRIPTIONS} subscriptions, the maximum. Delete one, or add the events to one that is there.`,
  )

const usableEvents = (asked: readonly string[]): readonly string[] => {
  const events = [...new Set(asked)]
  const unknown = events.find(event => !EVENT_NAMES.includes(event))
  const known = `Known: ${EVENT_NAMES.join(', ')}.`
  if (unknown !== undefined) {
    const meant = closest(unknown, EVENT_NAMES)
    const question = meant === undefined ? '' : ` Did you mean ${meant}?`
    throw invalid(`${JSON.stringify(unknown.slice(0, LONGEST_QUOTE))} is not an event.${question} ${known}`)
  }
  if (events.length === 0) throw invalid(`A subscription names at least one event. ${known}`)
  return events
}

const LONGEST_QUOTE = 64

const requireTarget = ({ targetKinds }: ManageDeps, wish: TargetWish) => {
  if (!targetKinds.includes(wish.is)) {
    throw invalid(
      `Notices cannot go to ${NAMES[wish.is]} here: that is for Waybill on AWS. Here they can go to ${targetKinds.map(kind => NAMES[kind]).join(' or ')}.`,
    )
  }
  const fault = wish.is === 'webhook' ? webhookFault(wish) : undefined
  if (fault !== undefined) throw invalid(fault)
}

const NAMES: Readonly<Record<TargetKind, string>> = {
  webhook: 'a webhook',
  email: 'e-mail',
  eventbridge: 'EventBridge',
}

const targetOf = async ({ sealer }: ManageDeps, wish: TargetWish, id: string): Promise<Target> =>
  wish.is === 'webhook' ? { is: 'webhook', ...(await sealWebhook(sealer, wish, id)) } : { is: wish.is }

const needsTarget = (): never => {
  throw invalid(
    'A new subscription names where its notices go, for example {"type": "webhook", "url": "…", "secret": "…"}.',
  )
}
