import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Clock } from '../../system.ts'
import type { TeamStore } from '../../teams/ports.ts'
import { thingsOf } from '../../teams/team.ts'
import { teamForm } from '../items/team-items.ts'
import { conditionHolds } from './condition.ts'
import { queryUpTo } from './query.ts'
import { claimThings } from './team-claims.ts'
import { TEAM_KEYS, teamKey } from './team-keys.ts'
import { createDynamoTeamReader } from './team-reader.ts'

/** Teams in DynamoDB, for the function that changes them. */
export const createDynamoTeamStore = (
  documents: DynamoDBDocumentClient,
  tableName: string,
  clock: Clock,
): TeamStore => {
  const reader = createDynamoTeamReader(documents, tableName)
  return {
    ...reader,

    put: async (next, from) => {
      const had = new Set(from ? thingsOf(from) : [])
      const added = thingsOf(next).filter(thing => !had.has(thing))
      const things = await claimThings({ documents, tableName, clock, teamOf: reader.get }, next.name, added)
      if (things.length > 0) return { is: 'taken', things }
      if (from === undefined) {
        // First the name: one without a team does no harm, a team that no list shows would.
        const Item = { pk: TEAM_KEYS.names, sk: next.name }
        await documents.send(new PutCommand({ TableName: tableName, Item }))
      }
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...teamKey(next.name), ...teamForm.write(next) },
        ...(from === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'id = :id AND version = :version',
              ExpressionAttributeValues: { ':id': from.id, ':version': from.version },
            }),
      })
      return { is: (await conditionHolds(documents.send(put))) ? 'done' : 'changed' }
    },

    list: async ({ limit, after }) => {
      const { items, more } = await queryUpTo(
        documents,
        {
          TableName: tableName,
          ConsistentRead: true,
          KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: { ':pk': TEAM_KEYS.names, ...(after !== undefined && { ':after': after }) },
        },
        limit,
      )
      const teams = await reader.getAll(items.map(({ sk }) => String(sk)))
      return { teams: teams.toSorted((one, other) => (one.name < other.name ? -1 : 1)), more }
    },

    markMoved: async () => {
      await documents.send(
        new PutCommand({ TableName: tableName, Item: { pk: TEAM_KEYS.moved, sk: 'MARK', at: clock().toISOString() } }),
      )
    },
  }
}
