import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type ClientWorld, describeQueryClients } from '../contract/query-clients.ts'
import { KEY, SESSION_KEY } from '../depot/depot-fixture.ts'
import { importManifest } from '../support/manifests.ts'
import { describeClient, QUERY_CLIENTS } from '../support/query-clients.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

const BUCKETS = {
  mybucket: { region: 'us-east-1', writable: true },
  mylogs: { region: 'us-east-1', writable: true },
  'sequencer-archive': { region: 'us-east-1', writable: true },
  locked: { region: 'us-east-1', writable: false },
  ireland: { region: 'eu-west-1', writable: true },
}

let folder: string
let waybill: WaybillProcess
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-clients-'))
  const dataDir = join(folder, 'data')
  await mkdir(dataDir, { mode: 0o700 })
  const keys = { teams: { local: [KEY], visitors: [SESSION_KEY] } }
  await writeFile(join(dataDir, 'keys.json'), JSON.stringify(keys), { mode: 0o600 })
  await writeFile(join(folder, 'buckets.json'), JSON.stringify(BUCKETS))
  waybill = await startWaybill(dataDir, { WAYBILL_BUCKETS: join(folder, 'buckets.json') })
})
afterAll(async () => {
  for (const client of QUERY_CLIENTS) await client.stop()
  await waybill.kill('SIGTERM')
  await rm(folder, { recursive: true })
})

const world = (url: () => string) => (): ClientWorld => ({ url: url(), key: KEY, temporary: SESSION_KEY })
describeQueryClients(
  'Waybill',
  world(() => waybill.url),
)
describeQueryClients(
  'the depot',
  world(() => waybill.serviceUrl),
  // test/depot/aws-cli.test.ts drives it with the AWS CLI, which takes a second to start.
  QUERY_CLIENTS.filter(({ name }) => name !== 'AWS CLI'),
)

const get = async (path: string) => {
  const answer = await fetch(`${waybill.url}${path}`)
  return { status: answer.status, body: await answer.text() }
}

for (const [index, client] of QUERY_CLIENTS.entries()) {
  describeClient(client)(`what ${client.name} does at Waybill's address`, () => {
    const call = (operation: string, params: object) => client.call(operation, params, { url: waybill.url, key: KEY })
    const create = (Manifest: string) => call('CreateJob', { JobType: 'Import', Manifest, ValidateOnly: false })

    it('is seen in /v1/jobs, and the SIGNATURE is archived', async () => {
      const { result } = await create(importManifest(`prefix:seen-${index}/`))
      const jobId = String(result?.JobId)

      const { body } = await get(`/v1/jobs/${jobId}`)
      expect(JSON.parse(body)).toMatchObject({
        jobId,
        team: 'local',
        state: 'created',
        signature: result?.Signature,
        archivedAt: expect.stringMatching(/Z$/),
      })
      expect((await get(`/v1/jobs/${jobId}/signature`)).body).toBe(result?.SignatureFileContents)
      const archived = join(folder, 'data/archive/signatures/local', jobId, 'SIGNATURE')
      expect(await readFile(archived, 'utf8')).toBe(result?.SignatureFileContents)

      await call('CancelJob', { JobId: jobId })
      expect(JSON.parse((await get(`/v1/jobs/${jobId}`)).body)).toMatchObject({ state: 'cancelled' })
    }, 60_000)

    it('makes one job of one manifest, however often it is sent', async () => {
      const manifest = importManifest(`prefix:once-${index}/`)
      const [first, again] = [await create(manifest), await create(manifest)]

      expect(again).toEqual(first)
    }, 60_000)

    it.each([
      ['NoSuchBucketException', 'nobucket'],
      ['BucketPermissionException', 'locked'],
    ])(
      "is refused in the service's own words: %s",
      async (code, bucket) => {
        const manifest = importManifest(`prefix:${code}-${index}/`).replace(
          'bucket:sequencer-archive',
          `bucket:${bucket}`,
        )

        expect((await create(manifest)).fault).toMatchObject({ code, message: expect.stringContaining(bucket) })
        expect(waybill.output()).not.toContain(KEY.secretAccessKey)
      },
      60_000,
    )
  })
}
