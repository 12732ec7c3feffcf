import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb'
import { Unavailable } from '../../system.ts'
import type { TeamReader } from '../../teams/ports.ts'
import { covers, type Team, thingsOf } from '../../teams/team.ts'
import { teamForm } from '../items/team-items.ts'
import { claimKey, TEAM_KEYS, teamKey } from './team-keys.ts'

type Item = Readonly<Record<string, unknown>>

const MOVED = { pk: TEAM_KEYS.moved, sk: 'MARK' }

/** DynamoDB's limit of a BatchGetItem. */
const MOST_KEYS = 100
const MOST_ROUNDS = 5

/** Teams in DynamoDB, for functions that only read them. A team has what its own item lists; all other items only lead to it. */
export const createDynamoTeamReader = (documents: DynamoDBDocumentClient, tableName: string): TeamReader => {
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
    getAll: async names => (await readKeys(names.map(teamKey))).map(readTeam),

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

    isMoved: async () => (await readKey(MOVED)) !== undefined,
  }
}
const readTeam = ({ pk, sk: _, ...item }: Item): Team => teamForm.read(item, `team ${String(pk)}`)
