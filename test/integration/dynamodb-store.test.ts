import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { jobTableDefinition } from '../../lib/adapters/dynamo/job-table.ts'
import { startDynamo } from '../support/dynalite.ts'
import { importManifest } from '../support/manifests.ts'
import { startS3 } from '../support/s3-server.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

const TABLE = 'a-stages-table'

let folder: string
let dynamo: Awaited<ReturnType<typeof startDynamo>>
let s3: Awaited<ReturnType<typeof startS3>>
let waybill: WaybillProcess | undefined
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-dynamodb-'))
  dynamo = await startDynamo(jobTableDefinition(TABLE))
  s3 = await startS3()
})
afterEach(() => waybill?.kill('SIGKILL'))
afterAll(async () => {
  await dynamo.stop()
  await s3.stop()
  rmSync(folder, { recursive: true })
})

const start = async (data: string, table = TABLE) => {
  waybill = await startWaybill(join(folder, data), {
    WAYBILL_STORE: 'dynamodb',
    WAYBILL_TABLE: table,
    WAYBILL_LOG_BUCKET: 'logs',
    // The AWS SDK's own settings.
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    AWS_ENDPOINT_URL_S3: s3.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  })
  return waybill.url
}

describe('WAYBILL_STORE=dynamodb', () => {
  it('stores jobs in the table and SIGNATURE files in the bucket, where another machine finds them', async () => {
    const url = await start('one')
    const headers = { 'Content-Type': 'text/plain' }
    const answer = await fetch(`${url}/v1/jobs`, { method: 'POST', headers, body: importManifest() })
    // Our own API's answer to a submission.
    const job = (await answer.json()) as { jobId: string; signatureFileContents: string }
    expect(answer.status).toBe(201)
    await waybill?.kill('SIGTERM')

    const other = await start('other')

    const { jobs } = (await (await fetch(`${other}/v1/jobs`)).json()) as { jobs: { jobId: string }[] }
    expect(jobs.map(({ jobId }) => jobId)).toEqual([job.jobId])
    expect(await (await fetch(`${other}/v1/jobs/${job.jobId}/signature`)).text()).toBe(job.signatureFileContents)
    expect([...s3.objects.keys()]).toEqual([`/logs/signatures/local/${job.jobId}/SIGNATURE`])
  })

  it('does not start on a table that is not there, and gives the reason', async () => {
    await expect(start('three', 'no-such-table')).rejects.toThrow(/no-such-table.*does not exist/)
  })

  it('names what is missing where the SDK has no settings', async () => {
    const environment = { WAYBILL_STORE: 'dynamodb', WAYBILL_TABLE: TABLE, WAYBILL_LOG_BUCKET: 'logs' }
    await expect(startWaybill(join(folder, 'four'), environment)).rejects.toThrow(
      /waybill start: The table a-stages-table cannot be reached: .*AWS_REGION/,
    )
  })
})
