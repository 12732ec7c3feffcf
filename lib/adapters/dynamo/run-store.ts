import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { ScheduledCheck } from '../../checks/check.ts'
import type { RunPosition, RunStore } from '../../checks/ports.ts'
import { type CheckRun, RUN_DAYS } from '../../checks/run.ts'
import type { Clock } from '../../system.ts'
import { runForm } from '../items/check-items.ts'
import { CHECK_KEYS } from './check-keys.ts'
import { queryUpTo } from './query.ts'

const DAY_MS = 24 * 60 * 60_000

const partition = ({ team, name }: Pick<ScheduledCheck, 'team' | 'name'>) =>
  `${CHECK_KEYS.runs}${encodeURIComponent(team)}#${name}`
const sortKey = ({ startedAt, runId }: RunPosition) => `RUN#${startedAt}#${runId}`

/** Runs in DynamoDB. `expiresAt` is the table's TTL attribute; since DynamoDB deletes days later, lists look at it too. */
export const createDynamoRunStore = (documents: DynamoDBDocumentClient, tableName: string, clock: Clock): RunStore => ({
  add: async (check, run) => {
    const expiresAt = Math.ceil((Date.parse(run.startedAt) + RUN_DAYS * DAY_MS) / 1000)
    const Item = { pk: partition(check), sk: sortKey(run), ...runForm.write(run), expiresAt }
    await documents.send(new PutCommand({ TableName: tableName, Item }))
  },

  list: async (check, { limit, after }) => {
    const oldest = new Date(clock().getTime() - RUN_DAYS * DAY_MS).toISOString()
    const { items, more } = await queryUpTo(
      documents,
      {
        TableName: tableName,
        ConsistentRead: true,
        ScanIndexForward: false,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :oldest AND :newest',
        ExpressionAttributeValues: {
          ':pk': partition(check),
          ':oldest': `RUN#${oldest}`,
          ':newest': after ? sortKey(after) : 'RUN#\uffff',
        },
      },
      // BETWEEN takes its ends in, so the one that the page before ended with comes again.
      after ? limit + 1 : limit,
    )
    const runs = items.map(item => readRun(check, item))
    const first = runs[0]
    const rest = after && first && sortKey(first) === sortKey(after) ? runs.slice(1) : runs
    return { runs: rest.slice(0, limit), more: more || rest.length > limit }
  },
})

const readRun = (
  { team, name }: Pick<ScheduledCheck, 'team' | 'name'>,
  { pk: _pk, sk: _sk, expiresAt: _expiresAt, ...item }: Readonly<Record<string, unknown>>,
): CheckRun => runForm.read(item, `a run of check ${name} of team ${team}`)
