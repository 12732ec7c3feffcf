import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { BelongingKind, BelongingStore, DailyUse, TeamBelonging } from '../../teams/belongings.ts'
import { belongingForm } from '../items/team-items.ts'
import { conditionHolds } from './condition.ts'
import { queryUpTo } from './query.ts'
import { TEAM_KEYS } from './team-keys.ts'

const keyOf = (team: string, kind: BelongingKind, name: string) => ({
  pk: TEAM_KEYS.own + team,
  sk: `${kind}#${name}`,
})

const ifUnchanged = ({ id, version }: TeamBelonging) => ({
  ConditionExpression: 'id = :id AND version = :version',
  ExpressionAttributeValues: { ':id': id, ':version': version },
})

/** Templates and addresses in DynamoDB, with one partition for each team. */
export const createDynamoBelongingStore = (documents: DynamoDBDocumentClient, tableName: string): BelongingStore => ({
  get: async (team, kind, name) => {
    const get = new GetCommand({ TableName: tableName, Key: keyOf(team, kind, name), ConsistentRead: true })
    const { Item } = await documents.send(get)
    return Item && readBelonging(Item)
  },
  put: (next, from) =>
    conditionHolds(
      documents.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...keyOf(next.team, next.is, next.name), ...belongingForm.write(next) },
          ...(from ? ifUnchanged(from) : { ConditionExpression: 'attribute_not_exists(pk)' }),
        }),
      ),
    ),
  remove: belonging =>
    conditionHolds(
      documents.send(
        new DeleteCommand({
          TableName: tableName,
          Key: keyOf(belonging.team, belonging.is, belonging.name),
          ...ifUnchanged(belonging),
        }),
      ),
    ),
  list: async (team, kind, { limit, after }) => {
    const { items, more } = await queryUpTo(
      documents,
      {
        TableName: tableName,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :last',
        ExpressionAttributeValues: {
          ':pk': TEAM_KEYS.own + team,
          // The least key behind `after`: nothing sorts between a text and the same with a zero character.
          ':from': after === undefined ? `${kind}#` : `${kind}#${after}\u0000`,
          ':last': `${kind}#\uffff`,
        },
      },
      limit,
    )
    return { entries: items.map(readBelonging), more }
  },
})

const readBelonging = ({ pk, sk, ...item }: Readonly<Record<string, unknown>>): TeamBelonging =>
  belongingForm.read(item, `${String(sk)} of ${String(pk)}`)

/** How long a day's count is stored, in seconds, so that people can still look at it. */
const COUNT_AGE_SECONDS = 7 * 24 * 60 * 60

/** Counts of daily quotas in DynamoDB; DynamoDB itself removes old ones. */
export const createDynamoDailyUse = (documents: DynamoDBDocumentClient, tableName: string): DailyUse => {
  const key = (team: string, day: string) => ({ pk: TEAM_KEYS.days + team, sk: day })
  return {
    take: (team, day, most) =>
      conditionHolds(
        documents.send(
          new UpdateCommand({
            TableName: tableName,
            Key: key(team, day),
            UpdateExpression: 'ADD #count :one SET expiresAt = :gone',
            ConditionExpression: 'attribute_not_exists(#count) OR #count < :most',
            ExpressionAttributeNames: { '#count': 'count' },
            ExpressionAttributeValues: {
              ':one': 1,
              ':most': most,
              ':gone': Math.floor(Date.parse(day) / 1000) + COUNT_AGE_SECONDS,
            },
          }),
        ),
      ),
    giveBack: async (team, day) => {
      await conditionHolds(
        documents.send(
          new UpdateCommand({
            TableName: tableName,
            Key: key(team, day),
            UpdateExpression: 'ADD #count :less',
            ConditionExpression: '#count > :none',
            ExpressionAttributeNames: { '#count': 'count' },
            ExpressionAttributeValues: { ':less': -1, ':none': 0 },
          }),
        ),
      )
    },
  }
}
