import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { SubscriptionStore } from '../../subscriptions/ports.ts'
import type { Subscription } from '../../subscriptions/subscription.ts'
import { subscriptionForm } from '../items/subscription-items.ts'
import { conditionHolds } from './condition.ts'
import { SUBSCRIPTION_KEYS } from './subscription-keys.ts'
import { createTeamItems } from './team-items.ts'

/** Subscriptions in DynamoDB. */
export const createDynamoSubscriptionStore = (
  documents: DynamoDBDocumentClient,
  tableName: string,
): SubscriptionStore => {
  const { subscriptions, teams } = SUBSCRIPTION_KEYS
  const items = createTeamItems(documents, tableName, { partition: subscriptions, name: 'SUBSCRIPTION#', teams })
  const ofTeam = async (team: string) =>
    (await items.ofTeam(team, Number.POSITIVE_INFINITY)).items.map(readSubscription)

  const remove = ({ team, name, id, revision }: Subscription) =>
    conditionHolds(
      documents.send(
        new DeleteCommand({
          TableName: tableName,
          Key: items.keyOf({ team, name }),
          ...unchangedSince({ id, revision }),
        }),
      ),
    )

  return {
    ofTeam,
    remove,

    get: async (team, name) => {
      const get = new GetCommand({ TableName: tableName, Key: items.keyOf({ team, name }), ConsistentRead: true })
      const { Item } = await documents.send(get)
      return Item && readSubscription(Item)
    },

    create: async (subscription, most) => {
      await items.nameTeam(subscription.team)
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...items.keyOf(subscription), ...subscriptionForm.write(subscription) },
        ConditionExpression: 'attribute_not_exists(pk)',
      })
      if (!(await conditionHolds(documents.send(put)))) return 'taken'
      // Counted afterwards: whoever comes at the same moment is among them, and steps back as well.
      if ((await ofTeam(subscription.team)).length <= most) return 'created'
      await remove(subscription)
      return 'full'
    },

    replace: (next, from) => {
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...items.keyOf(from), ...subscriptionForm.write(next) },
        ...unchangedSince(from),
      })
      return conditionHolds(documents.send(put))
    },

    list: async page => {
      const { items: found, more } = await items.list(page)
      return { subscriptions: found.map(readSubscription), more }
    },
  }
}

const unchangedSince = ({ id, revision }: Pick<Subscription, 'id' | 'revision'>) => ({
  ConditionExpression: 'id = :id AND revision = :revision',
  ExpressionAttributeValues: { ':id': id, ':revision': revision },
})

const readSubscription = ({ pk, sk, ...item }: Readonly<Record<string, unknown>>): Subscription =>
  subscriptionForm.read(item, `${sk} of ${pk}`)
