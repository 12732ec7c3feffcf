import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Clock } from '../../system.ts'
import type { TakenThing } from '../../teams/ports.ts'
import { bucketOfThing, overlap, type Team, thingsOf } from '../../teams/team.ts'
import { conditionHolds } from './condition.ts'
import { queryUpTo } from './query.ts'
import { claimKey, TEAM_KEYS } from './team-keys.ts'

/** Longer than any request takes from the claim of a team's things until the team is written, in milliseconds. */
const CLAIM_MS = 120_000

/** The team that has or claims a thing. */
interface Claim {
  readonly team: string
  /** Until when the claim may still become a part of the team. */
  readonly until: string
}

interface ClaimDeps {
  readonly documents: DynamoDBDocumentClient
  readonly tableName: string
  readonly clock: Clock
  readonly teamOf: (name: string) => Promise<Team | undefined>
}

/**
 * Claims things for a team, so that no other team can list them. An unused claim stays, but has no effect after its time, since a
 * team only has what its own item lists.
 *
 * @returns the things that other teams have
 */
export const claimThings = async (
  deps: ClaimDeps,
  team: string,
  things: readonly string[],
): Promise<readonly TakenThing[]> => {
  const taken = await Promise.all(things.map(thing => claim(deps, team, thing)))
  // Only now, so that of two that overlap and come at once each sees the other.
  const overlapping = await Promise.all(things.map(thing => findOverlapping(deps, team, thing)))
  return [...taken, ...overlapping].flat()
}

const claim = async (deps: ClaimDeps, team: string, thing: string): Promise<readonly TakenThing[]> => {
  const { documents, tableName, clock } = deps
  const key = claimKey(thing)
  const Item = { ...key, team, thing, until: new Date(clock().getTime() + CLAIM_MS).toISOString() }
  const put = (condition: string, values: Readonly<Record<string, string>>) =>
    conditionHolds(
      documents.send(
        new PutCommand({
          TableName: tableName,
          Item,
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#team': 'team', ...(':until' in values && { '#until': 'until' }) },
          ExpressionAttributeValues: values,
        }),
      ),
    )
  if (await put('attribute_not_exists(pk) OR #team = :team', { ':team': team })) return []
  const { Item: there } = await documents.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }))
  const other = there && readClaim(there)
  if (!other) return [{ thing, by: team }]
  if (await counts(deps, other, thing)) return [{ thing, by: other.team }]
  const isFree = await put('#team = :team AND #until = :until', { ':team': other.team, ':until': other.until })
  return isFree ? [] : [{ thing, by: other.team }]
}

/** Whether a claim blocks others: its team lists the thing, or may still do so. */
const counts = async ({ clock, teamOf }: ClaimDeps, { team, until }: Claim, thing: string): Promise<boolean> => {
  if (until > clock().toISOString()) return true
  const owner = await teamOf(team)
  return owner !== undefined && thingsOf(owner).includes(thing)
}

const readClaim = ({ team, until }: Readonly<Record<string, unknown>>): Claim => ({
  team: String(team),
  until: String(until),
})

/** Rules of other teams that overlap with this thing. */
const findOverlapping = async (deps: ClaimDeps, team: string, thing: string): Promise<readonly TakenThing[]> => {
  const bucket = bucketOfThing(thing)
  if (bucket === undefined) return []
  const { documents, tableName } = deps
  const start = bucket.replace(/\*$/, '')
  const query = (condition: string, values: Readonly<Record<string, string>>) =>
    queryUpTo(
      documents,
      {
        TableName: tableName,
        ConsistentRead: true,
        KeyConditionExpression: `pk = :pk AND ${condition}`,
        ExpressionAttributeValues: { ':pk': TEAM_KEYS.buckets, ...values },
      },
      MOST_LOOKED_AT,
    )
  const longer = bucket.endsWith('*') ? (await query('begins_with(sk, :start)', { ':start': start })).items : []
  const shorter = await Promise.all(
    beginningsOf(start).map(async beginning => (await query('sk = :sk', { ':sk': beginning })).items),
  )
  const found: TakenThing[] = []
  for (const item of [...longer, ...shorter.flat()]) {
    const other = readClaim(item)
    const rule = String(item.sk)
    const isOther = other.team !== team && overlap(rule, bucket)
    if (isOther && (await counts(deps, other, String(item.thing)))) found.push({ thing, by: other.team })
  }
  return found
}

/** Rules that begin a name: `lab-x` may be covered by `lab-*`, `lab*` and so on. */
const beginningsOf = (start: string): readonly string[] =>
  Array.from(
    { length: Math.max(0, start.length + 1 - SHORTEST_BEGINNING) },
    (_, index) => `${start.slice(0, index + SHORTEST_BEGINNING)}*`,
  )

/** The shortest start of a bucket's name that a rule may have. */
const SHORTEST_BEGINNING = 3

/** So many rules under one beginning are looked at: one of another team among them is enough to refuse. */
const MOST_LOOKED_AT = 1_000
