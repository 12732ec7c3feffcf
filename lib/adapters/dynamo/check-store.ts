import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb'
import type { ScheduledCheck } from '../../checks/check.ts'
import { dayAfter } from '../../checks/digest.ts'
import type { CheckStore } from '../../checks/ports.ts'
import { checkForm } from '../items/check-items.ts'
import { CHECK_KEYS } from './check-keys.ts'
import { conditionHolds } from './condition.ts'
import { queryUpTo } from './query.ts'

/** A team's name may hold any character, and must not end where the key goes on. */
const partition = (team: string) => `${CHECK_KEYS.checks}${encodeURIComponent(team)}`
const checkKey = ({ team, name }: Pick<ScheduledCheck, 'team' | 'name'>) => ({
  pk: partition(team),
  sk: `CHECK#${name}`,
})
const teamKey = (team: string) => ({ pk: CHECK_KEYS.teams, sk: `TEAM#${team}` })

/** Checks in DynamoDB: a partition a team, and one that names the teams, so that every list is a Query by key. */
export const createDynamoCheckStore = (documents: DynamoDBDocumentClient, tableName: string): CheckStore => {
  const query = (input: Omit<QueryCommandInput, 'TableName' | 'ConsistentRead' | 'Limit'>, limit: number) =>
    queryUpTo(documents, { ...input, TableName: tableName, ConsistentRead: true }, limit)

  const ofTeam = async (team: string, limit: number, after: string | undefined) => {
    const condition = after === undefined ? 'begins_with(sk, :from)' : 'sk BETWEEN :from AND :last'
    const { items, more } = await query(
      {
        KeyConditionExpression: `pk = :pk AND ${condition}`,
        ExpressionAttributeValues: {
          ':pk': partition(team),
          // The least key behind `after`: nothing sorts between a text and the same with a zero character.
          ':from': after === undefined ? 'CHECK#' : `CHECK#${after}\u0000`,
          ...(after !== undefined && { ':last': 'CHECK#\uffff' }),
        },
      },
      limit,
    )
    return { checks: items.map(readCheck), more }
  }

  const teamsFrom = async (team: string | undefined) => {
    const { items } = await query(
      {
        KeyConditionExpression: 'pk = :pk AND sk >= :from',
        ExpressionAttributeValues: { ':pk': CHECK_KEYS.teams, ':from': `TEAM#${team ?? ''}` },
      },
      Number.POSITIVE_INFINITY,
    )
    return items.map(({ sk }) => String(sk).slice('TEAM#'.length))
  }

  return {
    get: async (team, name) => {
      const get = new GetCommand({ TableName: tableName, Key: checkKey({ team, name }), ConsistentRead: true })
      const { Item } = await documents.send(get)
      return Item && readCheck(Item)
    },

    create: async check => {
      // First the team: a team without checks does no harm, a check that no list finds would never be tended.
      await documents.send(new PutCommand({ TableName: tableName, Item: teamKey(check.team) }))
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...checkKey(check), ...checkForm.write(check) },
        ConditionExpression: 'attribute_not_exists(pk)',
      })
      return conditionHolds(documents.send(put))
    },

    replace: async (next, from) => {
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...checkKey(from), ...checkForm.write(next) },
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
        Key: checkKey(check),
        ConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': check.id },
      })
      await conditionHolds(documents.send(remove))
    },

    list: async ({ team, limit, after }) => {
      if (team !== undefined) return ofTeam(team, limit, after?.team === team ? after.name : undefined)
      const checks: ScheduledCheck[] = []
      for (const each of await teamsFrom(after?.team)) {
        // A page that is full asks for one check more, only to know whether there is one.
        const left = Math.max(1, limit - checks.length)
        const page = await ofTeam(each, left, after?.team === each ? after.name : undefined)
        if (checks.length >= limit && page.checks.length > 0) return { checks, more: true }
        checks.push(...page.checks)
        if (page.more) return { checks, more: true }
      }
      return { checks, more: false }
    },

    claimDigest: async (team, day) => {
      const put = new PutCommand({
        TableName: tableName,
        Item: { pk: partition(team), sk: 'DIGEST', day },
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
