import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { main } from '../../lib/cli/main.ts'
import { KEY } from '../depot/depot-fixture.ts'
import { EBS_IMPORT, S3_EXPORT, S3_IMPORT } from '../depot/sample-manifests.ts'
import { commandIo } from '../support/command-io.ts'
import { describeWith } from '../support/outside-tools.ts'
import { AWS_CLI } from '../support/query-clients/aws-cli-client.ts'
import { AWS_SDK } from '../support/query-clients/aws-sdk-client.ts'
import { BOTO, BOTO3 } from '../support/query-clients/python-clients.ts'
import type { ClientCall } from '../support/query-clients/query-client.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

let folder: string
let waybill: WaybillProcess
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-clients-'))
  waybill = await startWaybill(join(folder, 'data'))
})
afterAll(async () => {
  await waybill.kill('SIGTERM')
  await rm(folder, { recursive: true })
})

/** `waybill depot …` against the depot that runs. */
const depot = async (...args: readonly string[]) => {
  const env = { WAYBILL_DATA_DIR: join(folder, 'data'), WAYBILL_DEPOT_URL: waybill.serviceUrl }
  const io = commandIo({ cwd: folder, env })
  const code = await main(['depot', ...args], io)
  if (code !== 0) throw new Error(io.complained())
}

/** As `npm start` runs them, in a process of their own. */
describe.each([
  ['Waybill', () => waybill.url],
  ['the depot', () => waybill.serviceUrl],
] as const)('%s that runs', (server, url) => {
  for (const client of [AWS_CLI, BOTO3, BOTO, AWS_SDK]) {
    describeWith(client.missing, `serves ${client.name}`, () => {
      const ask = async (operation: string, params: ClientCall['params']) => {
        const [outcome] = await client.ask(url(), KEY, [{ operation, params }])
        if (outcome?.fault) throw new Error(`${outcome.fault.code}: ${outcome.fault.message}`)
        return outcome?.result
      }
      // Waybill makes one job of one manifest; each client and server has its own.
      const own = (manifest: string) => manifest.replace(/deviceId:.*/, `deviceId:${server} ü & ${client.name}`)
      const create = (Manifest: string, JobType: string) =>
        ask('CreateJob', { JobType, Manifest: own(Manifest), ValidateOnly: false })

      it('through the life of a job, from its label to its way back', async () => {
        const created = await create(S3_IMPORT, 'Import')
        const { JobId, SignatureFileContents } = created
        expect(created).toMatchObject({ JobType: 'Import', JobId: expect.stringMatching(/^[1-9A-NP-Z]{5}$/) })

        const { ShippingLabelURL } = await ask('GetShippingLabel', { jobIds: [JobId] })
        const label = await fetch(ShippingLabelURL)
        expect([label.status, label.headers.get('content-type')]).toEqual([200, 'application/pdf'])

        await writeFile(join(folder, 'SIGNATURE'), SignatureFileContents)
        await depot('receive', JobId, '--signature', 'SIGNATURE')
        await depot('load', JobId)
        await depot('finish', JobId, '--errors', '1')
        await depot('return', JobId, '--carrier', 'UPS', '--tracking', '1Z999')
        expect(await ask('GetStatus', { JobId })).toMatchObject({
          JobId,
          LocationCode: 'Returned',
          ProgressCode: 'SuccessWithErrors',
          ErrorCount: '1',
          Carrier: 'UPS',
          TrackingNumber: '1Z999',
          LogBucket: 'mybucket',
          LogKey: `import-log-${JobId}`,
          SignatureFileContents,
          CurrentManifest: expect.stringContaining(`deviceId:${server} ü & ${client.name}`),
        })
      }, 60_000)

      it('with an update, a barcode sheet, a cancellation and a list', async () => {
        const { JobId } = await create(S3_EXPORT, 'Export')
        const update = { JobId, JobType: 'Import', Manifest: own(EBS_IMPORT), ValidateOnly: false }

        const { Success, ArtifactList } = await ask('UpdateJob', update)
        expect(Success).toBe('true')
        expect((await fetch(ArtifactList[0].URL)).headers.get('content-type')).toBe('application/pdf')
        expect(await ask('CancelJob', { JobId })).toEqual({ Success: 'true' })
        const { Jobs } = await ask('ListJobs', { MaxJobs: 1000 })
        expect(Jobs).toContainEqual({ JobId, JobType: 'Import', IsCanceled: 'true', CreationDate: expect.any(String) })
      }, 60_000)
    })
  }
})
