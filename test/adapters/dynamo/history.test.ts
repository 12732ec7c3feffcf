import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { expect, it } from '@jest/globals'
import { createDynamoJobLists } from '../../../lib/adapters/dynamo/job-lists.ts'
import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import type { JobEvent } from '../../../lib/jobs/job-event.ts'
import { describeEachDynamo } from '../../support/each-dynamo.ts'

const event = (number: number): JobEvent => ({
  id: `e${number}`,
  at: `2026-11-21T10:00:0${number}.000Z`,
  principal: 'ann',
  action: 'replay',
  outcome: 'done',
})

describeEachDynamo('history in DynamoDB', openTable => {
  it.each([1, 2, 3, 4, 5, 6, 100])('of both forms reads as one, %i a page', async limit => {
    const { documents, table } = await openTable(jobTableDefinition)
    const [jobs, lists] = [createDynamoJobStore(documents, table), createDynamoJobLists(documents, table)]
    for (const number of [1, 2, 3]) {
      const { at, id } = event(number)
      const Item = { pk: 'RECORD#wb1', sk: `EVENT#${at}#${id}`, ...event(number) }
      await documents.send(new PutCommand({ TableName: table, Item }))
    }
    for (const number of [4, 5]) await jobs.append('wb1', event(number))
    await jobs.append('wb2', event(6))

    const read: JobEvent[] = []
    let after: string | undefined
    do {
      const page = await lists.events('wb1', { limit, ...(after !== undefined && { after }) })
      expect(page.entries.length).toBeLessThanOrEqual(limit)
      read.push(...page.entries)
      after = page.after
    } while (after !== undefined)

    expect(read).toEqual([1, 2, 3, 4, 5].map(event))
  })
})
