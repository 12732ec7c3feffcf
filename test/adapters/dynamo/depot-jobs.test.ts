import { randomUUID } from 'node:crypto'
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ensureTable } from '../../../lib/adapters/dynamo/client.ts'
import { createDynamoDepotJobs } from '../../../lib/adapters/dynamo/depot-jobs.ts'
import { depotTableDefinition } from '../../../lib/adapters/dynamo/depot-table.ts'
import type { DepotJob } from '../../../lib/depot/ports.ts'
import { itKeepsDepotJobs } from '../../contract/depot-jobs.ts'
import { startDynamo } from '../../support/dynalite.ts'

const UNTIL = new Date('2026-11-21T10:00:10.000Z')
const BEFORE = new Date('2026-11-21T10:00:00.000Z')

const JOB: DepotJob = {
  jobId: 'ABCDE',
  owner: 'AKIDONE',
  jobType: 'Import',
  manifest: 'bucket:mybucket',
  createdAt: BEFORE.toISOString(),
  version: 1,
}

describe("the depot's jobs in DynamoDB, over dynalite", () => {
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let tables = 0
  beforeAll(async () => {
    dynamo = await startDynamo(depotTableDefinition('depot'))
  })
  afterAll(() => dynamo.stop())

  const open = async (documents: DynamoDBDocumentClient = dynamo.documents) => {
    tables += 1
    const tableName = `depot-${tables}`
    await ensureTable(dynamo.client, depotTableDefinition(tableName))
    let now = BEFORE
    return {
      tableName,
      jobs: createDynamoDepotJobs(documents, tableName, { clock: () => now, newId: randomUUID }),
      setClock: (time: Date) => {
        now = time
      },
    }
  }

  itKeepsDepotJobs(open)

  /** A client whose commands a test can hold up. `sent` is called with each before it goes out, `done` after. */
  const intercepting = (hooks: {
    readonly before?: (command: unknown) => Promise<void>
    readonly after?: (command: unknown) => Promise<void>
  }): DynamoDBDocumentClient => {
    const send = async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
      await hooks.before?.(command)
      const answer = await dynamo.documents.send(command)
      await hooks.after?.(command)
      return answer
    }
    // The adapter uses nothing but `send`.
    return { send } as unknown as DynamoDBDocumentClient
  }
  const isJobPut = (command: unknown): command is PutCommand =>
    command instanceof PutCommand && String(command.input.Item?.pk).startsWith('JOB#')

  describe('a write that is held up', () => {
    it('makes no job once a later list has not shown it', async () => {
      const held = Promise.withResolvers<void>()
      const reached = Promise.withResolvers<void>()
      const { jobs, setClock, tableName } = await open(
        intercepting({
          before: async command => {
            if (!isJobPut(command) || command.input.Item?.void) return
            reached.resolve()
            await held.promise
          },
        }),
      )
      const adding = jobs.add(JOB, UNTIL)
      await reached.promise

      setClock(UNTIL)
      expect((await jobs.list('AKIDONE', { limit: 10 })).jobs).toEqual([])
      held.resolve()

      expect(await adding).toBe('too-late')
      expect(await jobs.get('ABCDE')).toBeUndefined()
      expect((await jobs.list('AKIDONE', { limit: 10 })).jobs).toEqual([])
      expect(await entryOf(tableName)).toBeUndefined()
    })

    it('still makes its job if a list looked before its time was over', async () => {
      const held = Promise.withResolvers<void>()
      const reached = Promise.withResolvers<void>()
      const { jobs, setClock } = await open(
        intercepting({
          before: async command => {
            if (!isJobPut(command)) return
            reached.resolve()
            await held.promise
          },
        }),
      )
      const adding = jobs.add(JOB, UNTIL)
      await reached.promise

      expect((await jobs.list('AKIDONE', { limit: 10 })).jobs).toEqual([])
      held.resolve()
      expect(await adding).toBe('added')
      setClock(UNTIL)

      expect((await jobs.list('AKIDONE', { limit: 10 })).jobs).toEqual([expect.objectContaining({ jobId: 'ABCDE' })])
    })

    it('before the entry is there makes no job either', async () => {
      const { jobs, setClock } = await open(
        intercepting({
          after: async command => {
            if (command instanceof PutCommand && !isJobPut(command)) setClock(UNTIL)
          },
        }),
      )

      expect(await jobs.add(JOB, UNTIL)).toBe('too-late')
      expect(await jobs.get('ABCDE')).toBeUndefined()
    })
  })

  describe('an attempt whose answer was lost and that is sent again', () => {
    const twice = () => {
      const sentAlready = new Set<unknown>()
      return intercepting({
        before: async command => {
          // The first attempt arrives; what follows is the SDK's second one.
          if (sentAlready.has(command)) return
          sentAlready.add(command)
          if (isJobPut(command) || isUpdate(command)) await dynamo.documents.send(command)
        },
      })
    }
    const isUpdate = (command: unknown): command is PutCommand => command?.constructor.name === 'UpdateCommand'

    it('has added the job once', async () => {
      const { jobs } = await open(twice())

      expect(await jobs.add(JOB, UNTIL)).toBe('added')
      expect((await jobs.list('AKIDONE', { limit: 10 })).jobs).toHaveLength(1)
    })

    it('has replaced the job', async () => {
      const { jobs } = await open(twice())
      await jobs.add(JOB, UNTIL)

      expect(await jobs.replace({ ...JOB, manifest: 'new', version: 2 })).toBe(true)
    })
  })

  describe('an entry without its job', () => {
    it('takes no place in a list, and is swept away when its time is over', async () => {
      const { jobs, setClock, tableName } = await open()
      await jobs.add(JOB, UNTIL)
      await jobs.add({ ...JOB, jobId: 'FGHIJ', createdAt: '2026-11-21T10:00:01.000Z' }, UNTIL)
      await dynamo.documents.send(new DeleteCommand({ TableName: tableName, Key: { pk: 'JOB#FGHIJ', sk: 'JOB' } }))

      expect((await jobs.list('AKIDONE', { limit: 1 })).jobs).toMatchObject([{ jobId: 'ABCDE' }])
      setClock(UNTIL)
      expect((await jobs.list('AKIDONE', { limit: 1 })).jobs).toMatchObject([{ jobId: 'ABCDE' }])

      expect(await jobs.add({ ...JOB, jobId: 'FGHIJ' }, new Date('2026-11-21T11:00:00Z'))).toBe('id-taken')
      expect(await jobs.get('FGHIJ')).toBeUndefined()
    })
  })

  const entryOf = async (tableName: string) => {
    const key = { pk: 'OWNER#AKIDONE', sk: `${JOB.createdAt}#ABCDE` }
    return (await dynamo.documents.send(new GetCommand({ TableName: tableName, Key: key }))).Item
  }
})
