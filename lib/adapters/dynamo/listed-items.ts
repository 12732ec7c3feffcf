import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { type JobSummary, leavesArchivedToRecord } from '../../jobs/job.ts'
import type { Listed } from '../../jobs/job-filter.ts'
import type { SubmissionRecord } from '../../jobs/submission-record.ts'
import { once } from '../../manifest/once.ts'
import { jobSummaryForm, listedMembers } from '../items/job-items.ts'
import { recordForm } from '../items/submission-items.ts'
import { recordKey, withoutIndexAttributes } from './job-table.ts'

export interface Key {
  readonly pk: string
  readonly sk: string
}

/** DynamoDB's own limit of a BatchGetItem. */
const MAX_BATCH = 100

/** The attributes that lists read. The manifest is not among them, since it can have 64 KB. */
const shown = once(() => ['pk', 'sk', ...listedMembers()])

/** The current items of index entries. An entry whose item no longer fits it is left out. */
export const listedItems = async (
  documents: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Key[],
): Promise<Listed[]> => {
  const get = (wanted: readonly Key[], names: readonly string[]) => itemsByKey(documents, tableName, wanted, names)
  const items = await get(keys, shown())
  const found = keys.flatMap((key): ({ submission: SubmissionRecord } | { job: JobSummary })[] => {
    const item = items.get(nameOf(key))
    if (!item) return []
    return key.sk === 'RECORD'
      ? [{ submission: recordForm.read(item, key.pk) }]
      : [{ job: jobSummaryForm.read(item, key.pk) }]
  })
  const unsaid = found.flatMap(one => ('job' in one && leavesArchivedToRecord(one.job) ? [one.job] : []))
  const records = await get(
    unsaid.map(({ id }) => recordKey(id)),
    ['pk', 'sk', 'archivedAt'],
  )
  return found.map((one): Listed => {
    if ('submission' in one) return one
    const { job } = one
    const archivedAt = job.archivedAt ?? records.get(nameOf(recordKey(job.id)))?.archivedAt
    return { job, ...(typeof archivedAt === 'string' && { archivedAt }) }
  })
}

/** Items by their keys, with the named attributes. Default: all attributes */
export const itemsByKey = async (
  documents: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Key[],
  names?: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> => {
  const found = new Map<string, Readonly<Record<string, unknown>>>()
  const shown = names && {
    ProjectionExpression: names.map((_name, number) => `#n${number}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, number) => [`#n${number}`, name])),
  }
  for (let open = [...keys]; open.length > 0; ) {
    const { Responses, UnprocessedKeys } = await documents.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: open.slice(0, MAX_BATCH), ...shown } } }),
    )
    for (const item of Responses?.[tableName] ?? []) found.set(nameOf(item as Key), withoutIndexAttributes(item))
    // Keys that we gave, back as they were.
    open = [...((UnprocessedKeys?.[tableName]?.Keys ?? []) as Key[]), ...open.slice(MAX_BATCH)]
  }
  return found
}

export const nameOf = ({ pk, sk }: Key) => `${pk} ${sk}`
