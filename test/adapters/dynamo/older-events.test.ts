import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { expect, it } from '@jest/globals'
import { createDynamoJobLists } from '../../../lib/adapters/dynamo/job-lists.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import type { OlderEvent } from '../../../lib/jobs/older-event.ts'
import { describeEachDynamo } from '../../support/each-dynamo.ts'

const event = (number: number): OlderEvent => ({
  id: `e${number}`,
  at: `2026-11-21T10:00:0${number}.000Z`,
  principal: 'ann',
  action: 'replay',
  outcome: 'done',
})

describeEachDynamo('history of before it was chained in DynamoDB', openTable => {
  it.each([1, 2, 3, 4, 5, 6, 100])('of both forms reads as one, %i a page', async limit => {
    const { documents, table } = await openTable(jobTableDefinition)
    const lists = createDynamoJobLists(documents, table)
    const put = (Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName: table, Item }))
    for (const number of [1, 2, 3]) {
      const { at, id } = event(number)
      await put({ pk: 'RECORD#wb1', sk: `EVENT#${at}#${id}`, ...event(number) })
    }
    for (const number of [4, 5, 6]) {
      const { at, id } = event(number)
      await put({ pk: `EVENTS#wb${number === 6 ? 2 : 1}`, sk: `${at}#${id}`, v: 2, ...event(number) })
    }
    await put({ pk: 'EVENTS#wb1', sk: 'S#000000000001', id: 'chained' })

    const read: OlderEvent[] = []
    let after: string | undefined
    do {
      const page = await lists.olderEvents('wb1', { limit, ...(after !== undefined && { after }) })
      expect(page.entries.length).toBeLessThanOrEqual(limit)
      read.push(...page.entries)
      after = page.after
    } while (after !== undefined)

    expect(read).toEqual([1, 2, 3, 4, 5].map(event))
  })
})
