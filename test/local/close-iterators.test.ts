import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createDynamoJobLists } from '../../lib/adapters/dynamo/job-lists.ts'
import { createDynamoJobStore } from '../../lib/adapters/dynamo/job-store.ts'
import { jobTableDefinition } from '../../lib/adapters/dynamo/job-table.ts'
import { closeIterators } from '../../lib/local/close-iterators.ts'
import { startDynamo } from '../support/dynalite.ts'
import { submitting } from '../support/records.ts'

const require = createRequire(createRequire(import.meta.url).resolve('dynalite'))
const { AbstractLevel, AbstractValueIterator } = require('abstract-level')

describe('a Query of dynalite', () => {
  const opened = new Set<object>()
  const closed = new Set<object>()
  let allClosed = () => {}
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  beforeAll(async () => {
    const common = Object.getPrototypeOf(AbstractValueIterator.prototype)
    const { close } = common
    const { values } = AbstractLevel.prototype
    AbstractLevel.prototype.values = function (...args: unknown[]) {
      const iterator = values.apply(this, args)
      opened.add(iterator)
      return iterator
    }
    common.close = function () {
      closed.add(this)
      if (closed.size === opened.size) allClosed()
      return close.call(this)
    }
    closeIterators()
    dynamo = await startDynamo(jobTableDefinition('jobs'))
  })
  afterAll(() => dynamo.stop())

  it.each([
    ['that ends where it must', 100],
    ['that is cut off by its limit', 2],
  ])('%s leaves no iterator open', async (_which, limit) => {
    const store = createDynamoJobStore(dynamo.documents, 'jobs')
    for (const id of ['wb1', 'wb2', 'wb3', 'wb4']) await store.claim(submitting({ id }))
    opened.clear()
    closed.clear()
    const done = new Promise<void>(resolve => {
      allClosed = resolve
    })

    await createDynamoJobLists(dynamo.documents, 'jobs').open({ limit })
    await done

    expect(opened.size).toBe(1)
    expect(closed).toEqual(opened)
  })
})
