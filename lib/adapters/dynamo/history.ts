import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { JobEvent } from '../../jobs/job-event.ts'
import type { Page } from '../../jobs/job-filter.ts'
import type { PageRequest } from '../../jobs/job-store.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import { eventForm } from '../items/job-items.ts'
import { KEY_PREFIXES, recordKey, withoutIndexAttributes } from './job-table.ts'

/** Where an event of a submission stands. */
export const eventKey = (recordId: string, event: JobEvent) => ({
  pk: KEY_PREFIXES.history + recordId,
  sk: `${event.at}#${event.id}`,
})

/** What events of form 1 have before their time. */
const FORM_1 = 'EVENT#'

/** The sort key of an event, as a place in the list has it; that of form 1 is recognisable. */
const sortKeyOf = (place: string): string => {
  const [sk = ''] = readPlace(place, 1)
  if (!/^(?:EVENT#)?\d{4}-/.test(sk)) throw pageTokenInvalid()
  return sk
}

/**
 * A page of a submission's history, oldest first. What form 1 wrote is older than all the rest, and comes first.
 */
export const readHistory = async (
  documents: DynamoDBDocumentClient,
  tableName: string,
  recordId: string,
  { limit, after: place }: PageRequest,
): Promise<Page<JobEvent>> => {
  const after = place === undefined ? undefined : sortKeyOf(place)
  const query = async (pk: string, from: string, count: number, start: string | undefined) => {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: from === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :from)',
        ExpressionAttributeValues: { ':pk': pk, ...(from !== '' && { ':from': from }) },
        ConsistentRead: true,
        Limit: count,
        ...(start !== undefined && { ExclusiveStartKey: { pk, sk: start } }),
      }),
    )
    const entries = Items.map(item => eventForm.read(withoutIndexAttributes(item), `an event of ${recordId}`))
    return { entries, ...(LastEvaluatedKey && { after: writePlace(String(LastEvaluatedKey.sk)) }) }
  }

  const isInForm1 = after === undefined || after.startsWith(FORM_1)
  const old = isInForm1 ? await query(recordKey(recordId).pk, FORM_1, limit, after) : { entries: [] }
  if (old.entries.length === limit || 'after' in old) return old
  const start = isInForm1 ? undefined : after
  const rest = await query(KEY_PREFIXES.history + recordId, '', limit - old.entries.length, start)
  return { ...rest, entries: [...old.entries, ...rest.entries] }
}
