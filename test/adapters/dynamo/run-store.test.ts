import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { ensureTable } from '../../../lib/adapters/dynamo/client.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { createDynamoRunStore } from '../../../lib/adapters/dynamo/run-store.ts'
import type { CheckRun } from '../../../lib/checks/run.ts'
import { checkRun } from '../../support/checks.ts'
import { startDynamo } from '../../support/dynalite.ts'

const CHECK = { team: 'lab', name: 'guide' }
const NOW = Date.parse('2026-11-21T10:00:00.000Z')
const DAY_MS = 24 * 60 * 60_000

describe('DynamoRunStore over dynalite', () => {
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let table = ''
  let tables = 0
  beforeAll(async () => {
    dynamo = await startDynamo(jobTableDefinition('jobs'))
  })
  afterAll(() => dynamo.stop())
  beforeEach(async () => {
    tables += 1
    table = `runs-${tables}`
    await ensureTable(dynamo.client, jobTableDefinition(table))
  })
  const open = (now = NOW) => createDynamoRunStore(dynamo.documents, table, () => new Date(now))
  const at = (index: number): CheckRun =>
    checkRun({ runId: `run-${index}`, startedAt: new Date(NOW - index * 60_000).toISOString() })

  it('gives a run back as it was, hostile text included', async () => {
    const run = checkRun({
      diagnostics: [{ code: 'A', severity: 'error', detail: 'ü \u0000 "<&>"', pointer: '/a', line: 1, column: 2 }],
      changed: { from: 'fail', appeared: [], gone: ['A /a'], manifest: true },
      told: ['recovered'],
      scheduledFor: '2026-11-21T10:01:00.000Z',
    })

    await open().add(CHECK, run)

    expect(await open().list(CHECK, { limit: 10 })).toEqual({ runs: [run], more: false })
  })

  it('has a run once, however often it is added', async () => {
    await open().add(CHECK, checkRun())
    await open().add(CHECK, checkRun({ told: ['failed'] }))

    expect((await open().list(CHECK, { limit: 10 })).runs).toEqual([checkRun({ told: ['failed'] })])
  })

  it('lists newest first, every run once, whatever the size of a page', async () => {
    for (const index of [3, 0, 4, 1, 2]) await open().add(CHECK, at(index))

    for (const limit of [1, 2, 3, 4, 5, 100]) {
      const seen: string[] = []
      let after: CheckRun | undefined
      for (let more = true; more; ) {
        const page = await open().list(CHECK, { limit, after })
        expect(page.runs.length).toBeLessThanOrEqual(limit)
        seen.push(...page.runs.map(({ runId }) => runId))
        after = page.runs.at(-1)
        more = page.more
      }
      expect(seen).toEqual(['run-0', 'run-1', 'run-2', 'run-3', 'run-4'])
    }
  })

  it('goes on after a run that is not there any more', async () => {
    await open().add(CHECK, at(2))

    expect((await open().list(CHECK, { limit: 5, after: at(1) })).runs.map(({ runId }) => runId)).toEqual(['run-2'])
  })

  it('keeps the runs of each check apart', async () => {
    await open().add(CHECK, checkRun())

    for (const other of [
      { team: 'lab', name: 'guide2' },
      { team: 'film', name: 'guide' },
      { team: 'lab#guide', name: '' },
    ]) {
      expect((await open().list(other, { limit: 5 })).runs).toEqual([])
    }
  })

  it('lets DynamoDB delete a run after 400 days, and does not show it even if that is late', async () => {
    await open().add(CHECK, at(0))
    const { Items = [] } = await dynamo.documents.send(new ScanCommand({ TableName: table }))

    expect(Items[0]?.expiresAt).toBe((NOW + 400 * DAY_MS) / 1000)
    expect((await open(NOW + 400 * DAY_MS - 1).list(CHECK, { limit: 5 })).runs).toHaveLength(1)
    expect((await open(NOW + 400 * DAY_MS + 1).list(CHECK, { limit: 5 })).runs).toHaveLength(0)
  })
})
