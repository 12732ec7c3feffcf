import { manageSubscriptions } from '../lib/http/subscriptions/manage-subscriptions.ts'
import { inTime } from './in-time.ts'
import { subscriptionDependencies } from './wiring-subscriptions.ts'

export const handler = inTime(manageSubscriptions(subscriptionDependencies()))
