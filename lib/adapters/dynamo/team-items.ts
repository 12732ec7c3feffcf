import { type DynamoDBDocumentClient, PutCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import { queryUpTo } from './query.ts'

type Item = Readonly<Record<string, unknown>>

/** A kind of named items of teams. */
export interface TeamItemPage {
  readonly team?: string | undefined
  readonly limit: number
  readonly after?: { readonly team: string; readonly name: string } | undefined
}

interface Keys {
  /** The part before the team in a partition key. */
  readonly partition: string
  /** The part before the name in a sort key, such as `CHECK#`. */
  readonly name: string
  /** The partition that names the teams. */
  readonly teams: string
}

/**
 * Items with a name that is unique in their team. Each team has a partition, and another one lists the teams, so that every list
 * is a Query by key.
 */
export const createTeamItems = (documents: DynamoDBDocumentClient, tableName: string, keys: Keys) => {
  /** A team's name may hold any character, and must not end where the key goes on. */
  const partition = (team: string) => `${keys.partition}${encodeURIComponent(team)}`
  const keyOf = ({ team, name }: { readonly team: string; readonly name: string }) => ({
    pk: partition(team),
    sk: keys.name + name,
  })
  const query = (input: Omit<QueryCommandInput, 'TableName' | 'ConsistentRead' | 'Limit'>, limit: number) =>
    queryUpTo(documents, { ...input, TableName: tableName, ConsistentRead: true }, limit)

  const ofTeam = (team: string, limit: number, after?: string) => {
    const condition = after === undefined ? 'begins_with(sk, :from)' : 'sk BETWEEN :from AND :last'
    return query(
      {
        KeyConditionExpression: `pk = :pk AND ${condition}`,
        ExpressionAttributeValues: {
          ':pk': partition(team),
          // The least key behind `after`: nothing sorts between a text and the same with a zero character.
          ':from': after === undefined ? keys.name : `${keys.name}${after}\u0000`,
          ...(after !== undefined && { ':last': `${keys.name}\uffff` }),
        },
      },
      limit,
    )
  }

  const teamsFrom = async (team: string | undefined) => {
    const { items } = await query(
      {
        KeyConditionExpression: 'pk = :pk AND sk >= :from',
        ExpressionAttributeValues: { ':pk': keys.teams, ':from': `TEAM#${team ?? ''}` },
      },
      Number.POSITIVE_INFINITY,
    )
    return items.map(({ sk }) => String(sk).slice('TEAM#'.length))
  }

  return {
    partition,
    keyOf,
    ofTeam,

    /** Must come first: a team without items does no harm, an item that no list finds would never be looked after. */
    nameTeam: async (team: string): Promise<void> => {
      await documents.send(new PutCommand({ TableName: tableName, Item: { pk: keys.teams, sk: `TEAM#${team}` } }))
    },

    /** In the order of teams and names. */
    list: async ({ team, limit, after }: TeamItemPage) => {
      if (team !== undefined) return ofTeam(team, limit, after?.team === team ? after.name : undefined)
      const items: Item[] = []
      for (const each of await teamsFrom(after?.team)) {
        // A page that is full asks for one item more, only to know whether there is one.
        const left = Math.max(1, limit - items.length)
        const page = await ofTeam(each, left, after?.team === each ? after.name : undefined)
        if (items.length >= limit && page.items.length > 0) return { items, more: true }
        items.push(...page.items)
        if (page.more) return { items, more: true }
      }
      return { items, more: false }
    },
  }
}
