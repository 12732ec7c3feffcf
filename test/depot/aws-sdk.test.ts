import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import ImportExport from 'aws-sdk/clients/importexport.js'
import { ensureTable } from '../../lib/adapters/dynamo/client.ts'
import { createDynamoDepotJobs } from '../../lib/adapters/dynamo/depot-jobs.ts'
import { depotTableDefinition } from '../../lib/adapters/dynamo/depot-table.ts'
import type { DepotDeps } from '../../lib/depot/depot-deps.ts'
import type { Credentials } from '../../lib/teams/keys.ts'
import { startDynamo } from '../support/dynalite.ts'
import { createTestClock, depotDeps, KEY, OTHER_KEY, SESSION_KEY, serveDepot } from './depot-fixture.ts'
import { EBS_IMPORT, S3_EXPORT, S3_IMPORT } from './sample-manifests.ts'

// It announces its end of support in every run.
createRequire(import.meta.url)('aws-sdk/lib/maintenance_mode_message').suppress = true

const ID = /^[1-9A-NP-Z]{5}$/
const HOSTILE = `# <&>"'\u00FC \u{1F4E6} ]]> &amp; +%2B~*()!\r\n${S3_IMPORT}prefix:a & b <c>\r\n`

/** npm's aws-sdk 2: Signature Version 2, its own XML reader. It knows nothing of our code. Behind the depot is dynalite. */
describe('aws-sdk 2 finds in the depot the service that it knows', () => {
  let deps: DepotDeps
  let clock: ReturnType<typeof createTestClock>
  let depot: Awaited<ReturnType<typeof serveDepot>>
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let tables = 0
  beforeAll(async () => {
    dynamo = await startDynamo(depotTableDefinition('depot'))
    depot = await serveDepot(new Proxy({} as DepotDeps, { get: (_, name) => Reflect.get(deps, name) }))
  })
  beforeEach(async () => {
    tables += 1
    const tableName = `depot-${tables}`
    await ensureTable(dynamo.client, depotTableDefinition(tableName))
    clock = createTestClock()
    const jobs = createDynamoDepotJobs(dynamo.documents, tableName, { clock: clock.now, newId: randomUUID })
    deps = depotDeps({ clock: clock.now, jobs })
  })
  afterAll(async () => {
    await depot.stop()
    await dynamo.stop()
  })

  const client = (key: Credentials = KEY) =>
    new ImportExport({ endpoint: depot.url, region: 'us-east-1', maxRetries: 0, credentials: { ...key } as never })
  const create = (Manifest = S3_IMPORT, JobType = 'Import') =>
    client().createJob({ JobType, Manifest, ValidateOnly: false }).promise()
  const faultOf = async (call: Promise<unknown>) => {
    const error: Record<string, unknown> = await call.then(
      () => ({}),
      caught => caught,
    )
    return { code: error.code, statusCode: error.statusCode, message: error.message }
  }

  it('creates a job, and validates one', async () => {
    const created = await create()

    expect(created).toMatchObject({
      JobId: expect.stringMatching(ID),
      JobType: 'Import',
      Signature: expect.stringMatching(/^.{27}=$/),
      SignatureFileContents: `version:2.0\nsigningMethod:HmacSHA1\njobId:${created.JobId}\nsignature:${created.Signature}\n`,
      WarningMessage: '**** Device will be erased before being returned. ****',
    })
    const validated = await client().createJob({ JobType: 'Export', Manifest: S3_EXPORT, ValidateOnly: true }).promise()
    expect(validated).toMatchObject({ JobType: 'Export', JobId: expect.stringMatching(/^.{5}-VALIDATE-ONLY$/) })
    expect((await client().listJobs().promise()).Jobs).toHaveLength(1)
  })

  it("gets a job's status, its manifest character by character", async () => {
    const { JobId = '', ...created } = await create(HOSTILE)

    expect(await client().getStatus({ JobId }).promise()).toMatchObject({
      JobId,
      JobType: 'Import',
      LocationCode: 'NotReceived',
      LocationMessage: 'AWS has not received your device.',
      ProgressCode: 'Pending',
      ProgressMessage: 'The specified job has not started.',
      ErrorCount: 0,
      Signature: created.Signature,
      SignatureFileContents: created.SignatureFileContents,
      CurrentManifest: HOSTILE,
      CreationDate: new Date(Math.floor(clock.now().getTime() / 1000) * 1000),
    })
  })

  it('updates a job, even to another type', async () => {
    const { JobId = '' } = await create()
    const update = { JobId, JobType: 'Export', Manifest: S3_EXPORT }

    expect(
      await client()
        .updateJob({ ...update, ValidateOnly: true })
        .promise(),
    ).toMatchObject({ Success: true })
    expect((await client().getStatus({ JobId }).promise()).JobType).toBe('Import')
    expect(
      await client()
        .updateJob({ ...update, ValidateOnly: false })
        .promise(),
    ).toMatchObject({ Success: true })
    expect((await client().getStatus({ JobId }).promise()).JobType).toBe('Export')
  })

  it('cancels a job, which can be looked at still', async () => {
    const { JobId = '' } = await create()

    expect(await client().cancelJob({ JobId }).promise()).toMatchObject({ Success: true })
    expect((await client().getStatus({ JobId }).promise()).ProgressCode).toBe('Canceled')
    expect((await client().listJobs().promise()).Jobs?.[0]).toMatchObject({ JobId, IsCanceled: true })
    expect(await faultOf(client().cancelJob({ JobId }).promise())).toMatchObject({ code: 'CanceledJobIdException' })
  })

  it('lists no jobs as a list', async () => {
    expect(await client().listJobs().promise()).toMatchObject({ Jobs: [], IsTruncated: false })
  })

  it('pages through 250 jobs with MaxJobs and Marker', async () => {
    const ids: (string | undefined)[] = []
    for (let count = 0; count < 250; count++) {
      // The very same request twice in one second would be a copy of the first.
      ids.unshift((await create(`# ${count}\n${count % 2 ? S3_IMPORT : EBS_IMPORT}`)).JobId)
      clock.advance(1)
    }
    const listed: (string | undefined)[] = []
    const lengths: number[] = []

    for (let more = true; more; ) {
      const Marker = listed.at(-1)
      const page = await client()
        .listJobs({ MaxJobs: 99, ...(Marker && { Marker }) })
        .promise()
      listed.push(...(page.Jobs ?? []).map(({ JobId }) => JobId))
      lengths.push(page.Jobs?.length ?? 0)
      more = page.IsTruncated ?? false
    }

    expect(listed).toEqual(ids)
    expect(lengths).toEqual([99, 99, 52])
  })

  it('signs with session credentials', async () => {
    expect(await client(SESSION_KEY).listJobs().promise()).toMatchObject({ Jobs: [] })
    expect(
      await faultOf(
        client({ ...SESSION_KEY, sessionToken: 'old' })
          .listJobs()
          .promise(),
      ),
    ).toMatchObject({
      code: 'InvalidClientTokenId',
      statusCode: 403,
    })
  })

  it.each([
    ['MalformedManifestException', 'Your manifest is not well-formed', () => create('INVALID MANIFEST')],
    ['MissingManifestFieldException', /Line 1, column 1/, () => create(S3_IMPORT.replace('deviceId:49382\n', ''))],
    ['InvalidParameterException', /JobType must be Import or Export/, () => create(S3_IMPORT, 'Neither')],
    [
      'InvalidJobIdException',
      'No such job foobar for your account',
      () => client().getStatus({ JobId: 'foobar' }).promise(),
    ],
    ['InvalidParameterException', /from 0 to 1000/, () => client().listJobs({ MaxJobs: -1 }).promise()],
    ['InvalidVersionException', /APIVersion/, () => client().listJobs({ APIVersion: 'x' }).promise()],
  ] as const)('is refused with %s and message %s', async (code, message, call) => {
    expect(await faultOf(call())).toEqual({ code, statusCode: 400, message: expect.stringMatching(message) })
  })

  it('is refused with an incorrect secret, and with an unknown key', async () => {
    expect(
      await faultOf(
        client({ ...KEY, secretAccessKey: 'wrong' })
          .listJobs()
          .promise(),
      ),
    ).toMatchObject({
      code: 'SignatureDoesNotMatch',
      statusCode: 403,
    })
    expect(
      await faultOf(client({ accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }).listJobs().promise()),
    ).toMatchObject({
      code: 'InvalidClientTokenId',
      statusCode: 403,
    })
  })

  it('does not see the jobs of another key', async () => {
    const { JobId = '' } = await create()

    expect((await client(OTHER_KEY).listJobs().promise()).Jobs).toEqual([])
    expect(await faultOf(client(OTHER_KEY).cancelJob({ JobId }).promise())).toMatchObject({
      code: 'InvalidJobIdException',
    })
  })
})
