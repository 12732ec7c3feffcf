import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb'
import { type Clock, Unavailable } from '../../system.ts'
import type { TeamStore } from '../../teams/ports.ts'
import { covers, type Team, thingsOf } from '../../teams/team.ts'
import { teamForm } from '../items/team-items.ts'
import { conditionHolds } from './condition.ts'
import { queryUpTo } from './query.ts'
import { claimKey, claimThings } from './team-claims.ts'
import { TEAM_KEYS } from './team-keys.ts'

type Item = Readonly<Record<string, unknown>>

const teamKey = (name: string) => ({ pk: TEAM_KEYS.team + name, sk: 'TEAM' })
const MOVED = { pk: TEAM_KEYS.moved, sk: 'MARK' }

/** What DynamoDB takes in one BatchGetItem. */
const MOST_KEYS = 100
const MOST_ROUNDS = 5

/** Teams in DynamoDB. What a team's own item lists is the team's; all else only leads to it. */
export const createDynamoTeamStore = (
  documents: DynamoDBDocumentClient,
  tableName: string,
  clock: Clock,
): TeamStore => {
  const readKey = async (Key: Readonly<Record<string, string>>): Promise<Item | undefined> =>
    (await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }))).Item

  const get = async (name: string): Promise<Team | undefined> => {
    const item = await readKey(teamKey(name))
    return item && readTeam(item)
  }

  /** The items of several keys; DynamoDB may leave some for the next round. */
  const readKeys = async (keys: readonly Readonly<Record<string, string>>[]): Promise<readonly Item[]> => {
    const [one, ...others] = keys
    if (one === undefined) return []
    if (others.length === 0) return [await readKey(one)].filter(item => item !== undefined)
    const items: Item[] = []
    for (let start = 0; start < keys.length; start += MOST_KEYS) {
      let left: BatchGetCommandOutput['UnprocessedKeys'] = {
        [tableName]: { Keys: keys.slice(start, start + MOST_KEYS), ConsistentRead: true },
      }
      for (let round = 0; left && Object.keys(left).length > 0; round++) {
        if (round === MOST_ROUNDS) throw new Unavailable('DynamoDB')
        const answer: BatchGetCommandOutput = await documents.send(new BatchGetCommand({ RequestItems: left }))
        items.push(...(answer.Responses?.[tableName] ?? []))
        left = answer.UnprocessedKeys
      }
    }
    return items
  }

  return {
    get,

    find: async things => {
      const claims = await readKeys(things.map(claimKey))
      const teams = await readKeys([...new Set(claims.map(({ team }) => String(team)))].map(teamKey))
      const byName = new Map(teams.map(readTeam).map(team => [team.name, team]))
      return new Map(
        claims.flatMap(({ thing, team: name }) => {
          const team = byName.get(String(name))
          return team && thingsOf(team).includes(String(thing)) ? [[String(thing), team] as const] : []
        }),
      )
    },

    ofBucket: async bucket => {
      let ExclusiveStartKey: Item | undefined
      do {
        // A rule that is about the bucket comes right before it, but for rules of the same team and claims that came to nothing.
        const { Items = [], LastEvaluatedKey } = await documents.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'pk = :pk AND sk <= :last',
            ExpressionAttributeValues: { ':pk': TEAM_KEYS.buckets, ':last': `${bucket}*` },
            ConsistentRead: true,
            ScanIndexForward: false,
            Limit: 4,
            ExclusiveStartKey,
          }),
        )
        for (const { team: name, thing } of Items) {
          const team = await get(String(name))
          if (!team || !thingsOf(team).includes(String(thing))) continue
          // Were another team's rule about this bucket, it would overlap with the one just found.
          return team.buckets?.some(rule => covers(rule.bucket, bucket)) ? team : undefined
        }
        ExclusiveStartKey = LastEvaluatedKey
      } while (ExclusiveStartKey)
      return undefined
    },

    put: async (next, from) => {
      const had = new Set(from ? thingsOf(from) : [])
      const added = thingsOf(next).filter(thing => !had.has(thing))
      const things = await claimThings({ documents, tableName, clock, teamOf: get }, next.name, added)
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
      const teams = (await readKeys(items.map(({ sk }) => teamKey(String(sk))))).map(readTeam)
      return { teams: teams.sort((one, other) => (one.name < other.name ? -1 : 1)), more }
    },

    isMoved: async () => (await readKey(MOVED)) !== undefined,
    markMoved: async () => {
      await documents.send(new PutCommand({ TableName: tableName, Item: { ...MOVED, at: clock().toISOString() } }))
    },
  }
}

const readTeam = ({ pk, sk: _, ...item }: Item): Team => teamForm.read(item, `team ${String(pk)}`)
