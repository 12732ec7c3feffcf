import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Page } from '../../jobs/job-filter.ts'
import type { PageRequest } from '../../jobs/job-store.ts'
import type { OlderEvent } from '../../jobs/older-event.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import { olderEventForm } from '../items/submission-items.ts'
import { KEY_PREFIXES, recordKey, withoutIndexAttributes } from './job-table.ts'

/** The part before the time in the sort key of events of form 1. */
const FORM_1 = 'EVENT#'

/** What events have that begin with their time; what is chained sorts behind. */
const BY_TIME = ['0', '9~'] as const

/** The sort key of an event, as a place in the list has it; that of form 1 is recognisable. */
const sortKeyOf = (place: string): string => {
  const [sk = ''] = readPlace(place, 1)
  if (!/^(?:EVENT#)?\d{4}-/.test(sk)) throw pageTokenInvalid()
  return sk
}

/**
 * A page of a submission's events from before history was chained, oldest first. Those of form 1 are the oldest.
 */
export const readOlderEvents = async (
  documents: DynamoDBDocumentClient,
  tableName: string,
  recordId: string,
  { limit, after: place }: PageRequest,
): Promise<Page<OlderEvent>> => {
  const after = place === undefined ? undefined : sortKeyOf(place)
  const query = async (pk: string, [from, to]: readonly [string, string], count: number, start: string | undefined) => {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
        ConsistentRead: true,
        Limit: count,
        ...(start !== undefined && { ExclusiveStartKey: { pk, sk: start } }),
      }),
    )
    const entries = Items.map(item => olderEventForm.read(withoutIndexAttributes(item), `an event of ${recordId}`))
    return { entries, ...(LastEvaluatedKey && { after: writePlace(String(LastEvaluatedKey.sk)) }) }
  }

  const isInForm1 = after === undefined || after.startsWith(FORM_1)
  const old = isInForm1 ? await query(recordKey(recordId).pk, [FORM_1, `${FORM_1}~`], limit, after) : { entries: [] }
  if (old.entries.length === limit || 'after' in old) return old
  const start = isInForm1 ? undefined : after
  const rest = await query(KEY_PREFIXES.history + recordId, BY_TIME, limit - old.entries.length, start)
  return { ...rest, entries: [...old.entries, ...rest.entries] }
}
