import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { ScheduledCheck } from '../../checks/check.ts'
import { dayAfter } from '../../checks/digest.ts'
import type { CheckStore } from '../../checks/ports.ts'
import { checkForm } from '../items/check-items.ts'
import { CHECK_KEYS } from './check-keys.ts'
import { conditionHolds } from './condition.ts'
import { createTeamItems } from './team-items.ts'

/** Checks in DynamoDB. */
export const createDynamoCheckStore = (documents: DynamoDBDocumentClient, tableName: string): CheckStore => {
  const { checks, teams } = CHECK_KEYS
  const items = createTeamItems(documents, tableName, { partition: checks, name: 'CHECK#', teams })

  return {
    get: async (team, name) => {
      const get = new GetCommand({ TableName: tableName, Key: items.keyOf({ team, name }), ConsistentRead: true })
      const { Item } = await documents.send(get)
      return Item && readCheck(Item)
    },

    create: async check => {
      await items.nameTeam(check.team)
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...items.keyOf(check), ...checkForm.write(check) },
        ConditionExpression: 'attribute_not_exists(pk)',
      })
      return conditionHolds(documents.send(put))
    },

    replace: async (next, from) => {
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...items.keyOf(from), ...checkForm.write(next) },
        ConditionExpression:
          'id = :id AND revision = :revision AND #progress.#sequence = :sequence AND ' +
          (from.scheduledRevision === undefined
            ? 'attribute_not_exists(scheduledRevision)'
            : 'scheduledRevision = :scheduled'),
        ExpressionAttributeNames: { '#progress': 'progress', '#sequence': 'sequence' },
        ExpressionAttributeValues: {
          ':id': from.id,
          ':revision': from.revision,
          ':sequence': from.progress.sequence,
          ...(from.scheduledRevision !== undefined && { ':scheduled': from.scheduledRevision }),
        },
      })
      return conditionHolds(documents.send(put))
    },

    remove: async check => {
      const remove = new DeleteCommand({
        TableName: tableName,
        Key: items.keyOf(check),
        ConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': check.id },
      })
      await conditionHolds(documents.send(remove))
    },

    list: async page => {
      const { items: found, more } = await items.list(page)
      return { checks: found.map(readCheck), more }
    },

    claimDigest: async (team, day) => {
      const put = new PutCommand({
        TableName: tableName,
        Item: { pk: items.partition(team), sk: 'DIGEST', day },
        ConditionExpression: 'attribute_not_exists(pk) OR #day < :day OR #day > :next',
        ExpressionAttributeNames: { '#day': 'day' },
        // A day after the next one was written by a clock that has been set back since.
        ExpressionAttributeValues: { ':day': day, ':next': dayAfter(day) },
      })
      return conditionHolds(documents.send(put))
    },
  }
}

const readCheck = ({ pk, sk, ...item }: Readonly<Record<string, unknown>>): ScheduledCheck =>
  checkForm.read(item, `${sk} of ${pk}`)
