import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'

/** Notices when most of the budget is spent, and when the forecast reaches all of it. */
const NOTIFICATIONS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const

/**
 * A monthly budget for everything with the stage's tag. AWS counts costs by tag only after the tag `stage` is activated for cost
 * allocation (Billing, "Cost allocation tags").
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
