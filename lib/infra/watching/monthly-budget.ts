import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'

/** Notified once most of it is spent, and again once all of it will be. */
const NOTIFICATIONS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const

/**
 * A monthly budget of what carries the stage's tag. AWS knows costs by tag once the tag `stage` is activated for cost allocation
 * (Billing, "Cost allocation tags").
 */
export class MonthlyBudget extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stage, dollars, topic }: { readonly stage: Stage; readonly dollars: number; readonly topic: ITopic },
  ) {
    super(scope, id)
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: `waybill-${stage.name}`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: dollars, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:stage$${stage.name}`] },
      },
      notificationsWithSubscribers: NOTIFICATIONS.map(notification => ({
        notification: { ...notification, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
        subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
      })),
    })
  }
}
