import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { readPlace, writePlace } from '../../jobs/place.ts'
import { DELIVERY_DAYS, type Delivery } from '../../subscriptions/delivery.ts'
import type { DeliveryStore } from '../../subscriptions/ports.ts'
import type { Clock } from '../../system.ts'
import { deliveryForm } from '../items/subscription-items.ts'
import { conditionHolds } from './condition.ts'
import { FIRST, LAST, queryPartitions } from './index-query.ts'
import { INDEXES, partitionsOf, shardOf } from './job-table.ts'
import { queryUpTo } from './query.ts'
import { SUBSCRIPTION_KEYS } from './subscription-keys.ts'

const DAY_MS = 24 * 60 * 60_000

const partition = (subscriptionId: string) => SUBSCRIPTION_KEYS.deliveries + subscriptionId
const keyOf = ({ subscriptionId, id }: Pick<Delivery, 'subscriptionId' | 'id'>) => ({
  pk: partition(subscriptionId),
  sk: id,
})

/** Deliveries in DynamoDB. `expiresAt` is the table's TTL attribute; since DynamoDB deletes days later, lists look at it too. */
export const createDynamoDeliveryStore = (
  documents: DynamoDBDocumentClient,
  tableName: string,
  clock: Clock,
): DeliveryStore => {
  const get = async (subscriptionId: string, id: string) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: keyOf({ subscriptionId, id }), ConsistentRead: true }),
    )
    return Item && readDelivery(Item)
  }

  return {
    get,

    add: async delivery => {
      const put = new PutCommand({
        TableName: tableName,
        Item: itemOf(delivery),
        ConditionExpression: 'attribute_not_exists(pk)',
      })
      await conditionHolds(documents.send(put))
    },

    replace: (next, from) => {
      const put = new PutCommand({
        TableName: tableName,
        Item: itemOf(next),
        // As `isSameAttempt` has it.
        ConditionExpression: `#state = :state AND attempts = :attempts AND ${
          from.lastAttemptAt === undefined ? 'attribute_not_exists(lastAttemptAt)' : 'lastAttemptAt = :last'
        }`,
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':state': from.state,
          ':attempts': from.attempts,
          ...(from.lastAttemptAt !== undefined && { ':last': from.lastAttemptAt }),
        },
      })
      return conditionHolds(documents.send(put))
    },

    list: async (subscriptionId, { limit, after }) => {
      const [before] = after === undefined ? [] : readPlace(after, 1)
      const oldest = Math.floor(clock().getTime() / 1000)
      const { items, more } = await queryUpTo(
        documents,
        {
          TableName: tableName,
          ConsistentRead: true,
          ScanIndexForward: false,
          KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
          FilterExpression: 'expiresAt > :oldest',
          ExpressionAttributeValues: {
            ':pk': partition(subscriptionId),
            ':oldest': oldest,
            ...(before !== undefined && { ':before': before }),
          },
        },
        limit,
      )
      const entries = items.map(readDelivery)
      const last = more ? entries.at(-1) : undefined
      return { entries, ...(last && { after: writePlace(last.id) }) }
    },

    due: async (at, { limit, after }) => {
      const found = await queryPartitions(documents, tableName, partitionsOf('deliveries'), {
        index: INDEXES.open,
        range: { from: FIRST, to: `${at.toISOString()}${LAST}` },
        narrowing: [],
        newestFirst: false,
        limit,
        after,
      })
      const read = await Promise.all(
        found.entries.map(({ pk, sk }) => get(pk.slice(SUBSCRIPTION_KEYS.deliveries.length), sk)),
      )
      const isDue = ({ dueAt }: Delivery) => dueAt !== undefined && dueAt <= at.toISOString()
      return {
        entries: read.filter(delivery => delivery !== undefined).filter(isDue),
        ...(found.after !== undefined && { after: found.after }),
      }
    },
  }
}

/** While a delivery waits, the index of open things finds it by the time at which it is due. */
const itemOf = (delivery: Delivery) => {
  const expiresAt = Math.ceil((Date.parse(delivery.event.time) + DELIVERY_DAYS * DAY_MS) / 1000)
  const { dueAt, id } = delivery
  const place = dueAt === undefined ? {} : { open: shardOf('deliveries', id), createdAt: `${dueAt}#${id}` }
  return { ...keyOf(delivery), ...deliveryForm.write(delivery), expiresAt, ...place }
}

const readDelivery = ({
  pk,
  sk,
  expiresAt: _expiresAt,
  open: _open,
  createdAt: _createdAt,
  ...item
}: Readonly<Record<string, unknown>>): Delivery => deliveryForm.read(item, `delivery ${sk} of ${pk}`)
