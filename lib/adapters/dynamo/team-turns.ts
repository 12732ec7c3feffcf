import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { type RequestTurns, turnOf } from '../../teams/throttle.ts'
import { conditionHolds } from './condition.ts'
import { TEAM_KEYS } from './team-keys.ts'

/** How long a team's count is stored after its last request, in seconds. */
const COUNT_AGE_SECONDS = 24 * 60 * 60

/**
 * The count of a team's requests that all functions share, with one item for each team. A request of an idle team costs one write,
 * that of a busy team two. DynamoDB itself removes old counts.
 */
export const createDynamoTurns = (documents: DynamoDBDocumentClient, tableName: string): RequestTurns => ({
  take: async (team, limit, now, count = 1) => {
    const at = now.getTime()
    const { turnMs, mostAheadMs } = turnOf(limit)
    const set = (expression: string, condition: string, values: Readonly<Record<string, number>>) =>
      conditionHolds(
        documents.send(
          new UpdateCommand({
            TableName: tableName,
            Key: { pk: TEAM_KEYS.turns + team, sk: 'TURNS' },
            UpdateExpression: `${expression}, expiresAt = :gone`,
            ConditionExpression: condition,
            ExpressionAttributeValues: { ...values, ':gone': Math.floor(at / 1000) + COUNT_AGE_SECONDS },
          }),
        ),
      )
    return (
      (await set('SET busyUntil = :next', 'attribute_not_exists(busyUntil) OR busyUntil <= :now', {
        ':now': at,
        ':next': at + count * turnMs,
      })) ||
      (await set('SET busyUntil = busyUntil + :turn', 'busyUntil <= :last', {
        ':turn': count * turnMs,
        ':last': at + mostAheadMs - (count - 1) * turnMs,
      }))
    )
  },
})
