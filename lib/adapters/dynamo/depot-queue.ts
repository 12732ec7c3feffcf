import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { hereSince } from '../../depot/job-position.ts'
import type { DepotJob, DepotJobs, HerePlace } from '../../depot/ports.ts'

const HERE = 'HERE'
const keyOf = ({ since, jobId }: HerePlace) => ({ pk: HERE, sk: `${since}#${jobId}` })

const Entry = z.object({ since: z.string(), jobId: z.string() })

/**
 * The list of devices at the depot, in the depot's own table. An entry is put before its job is changed, and removed after the
 * device has left. Entries and jobs are read strongly consistent, and the job decides: an entry that does not fit its job is
 * skipped.
 *
 * @param jobsOf gives the existing jobs with these IDs, in any order
 */
export const createDepotQueue = (
  documents: DynamoDBDocumentClient,
  tableName: string,
  jobsOf: (jobIds: readonly string[]) => Promise<readonly DepotJob[]>,
) => {
  const leave = async (place: HerePlace): Promise<void> => {
    await documents.send(new DeleteCommand({ TableName: tableName, Key: keyOf(place) }))
  }
  const page: DepotJobs['here'] = async ({ limit, after }) => {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': HERE },
        ConsistentRead: true,
        Limit: limit,
        ...(after && { ExclusiveStartKey: keyOf(after) }),
      }),
    )
    const entries = Items.map(item => Entry.parse(item))
    const found = new Map((await jobsOf(entries.map(({ jobId }) => jobId))).map(job => [job.jobId, job]))
    const jobs: DepotJob[] = []
    for (const { since, jobId } of entries) {
      const job = found.get(jobId)
      if (job && hereSince(job) === since) jobs.push(job)
      // A later step has moved the device, or it has left.
      else if (job?.events) await leave({ since, jobId })
    }
    const last = LastEvaluatedKey && entries.at(-1)
    return { jobs, ...(last && { after: { since: last.since, jobId: last.jobId } }) }
  }
  return {
    enter: async (place: HerePlace): Promise<void> => {
      await documents.send(new PutCommand({ TableName: tableName, Item: { ...keyOf(place), ...place } }))
    },
    leave,
    page,
  }
}
