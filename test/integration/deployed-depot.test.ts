import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import ImportExport from 'aws-sdk/clients/importexport.js'
import { depotTableDefinition } from '../../lib/adapters/dynamo/depot-table.ts'
import { createQueryService } from '../../lib/adapters/service/query-service.ts'
import { clock } from '../../lib/adapters/system/system.ts'
import { EXAMPLE_KEY } from '../../lib/local/example-key.ts'
import { sign } from '../../lib/query-api/sign-v2.ts'
import { EBS_IMPORT, S3_IMPORT } from '../depot/sample-manifests.ts'
import { type Bundle, buildBundle, environmentOf, invoke } from '../support/bundles.ts'
import { startDynamo } from '../support/dynalite.ts'
import { AMPLE_MS } from '../support/patience.ts'
import { serveRestGateway } from '../support/rest-gateway.ts'
import { startS3 } from '../support/s3-server.ts'
import { startSecretsManager } from '../support/secrets-server.ts'
import { exampleStage } from '../support/synth.ts'

// It announces its end of support in every run.
createRequire(import.meta.url)('aws-sdk/lib/maintenance_mode_message').suppress = true

const STAFF_SECRET = 'only the staff has this'
const STAGE = exampleStage('example-depot')

/** The very bundle that is deployed, behind an API Gateway, with clients that know nothing of either. */
describe('the depot as it is deployed', () => {
  let depot: Bundle
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let s3: Awaited<ReturnType<typeof startS3>>
  let secrets: Awaited<ReturnType<typeof startSecretsManager>>
  let gateway: Awaited<ReturnType<typeof serveRestGateway>>
  let endpoint: string

  beforeAll(async () => {
    depot = buildBundle('depot')
    dynamo = await startDynamo(depotTableDefinition('deployed-WAYBILL_TABLE'))
    s3 = await startS3()
    for (const bucket of ['mybucket', 'mylogs']) {
      for (const path of [`/${bucket}`, `/${bucket}/`]) s3.objects.set(path, Buffer.alloc(0))
    }
    secrets = await startSecretsManager()
    const put = (name: string, current: string) => secrets.secrets.set(name, { current, changed: 0 })
    put(`waybill/example-depot/keys/${EXAMPLE_KEY.accessKeyId}`, JSON.stringify(EXAMPLE_KEY))
    put('waybill/example-depot/depot/signing', 'signs everything')
    put('waybill/example-depot/depot/staff', STAFF_SECRET)
    const tables = await dynamo.client.config.endpoint?.()
    const environment = {
      ...environmentOf(STAGE, 'depot'),
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: `${tables?.protocol}//${tables?.hostname}:${tables?.port}`,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    }
    gateway = await serveRestGateway(async event => {
      const { result, error, log } = await invoke(depot, event, environment)
      if (!result) throw new Error(`The depot failed: ${JSON.stringify(error)}\n${log}`)
      // What API Gateway asks of a function's answer.
      return result as unknown as Awaited<ReturnType<Parameters<typeof serveRestGateway>[0]>>
    })
    endpoint = `${gateway.url}/prod/`
  })
  afterAll(async () => {
    await gateway.stop()
    await Promise.all([dynamo.stop(), s3.stop(), secrets.stop()])
  })

  const tool = () =>
    new ImportExport({ endpoint, region: 'us-east-1', maxRetries: 0, credentials: { ...EXAMPLE_KEY } as never })
  const ours = (signatureVersion: 2 | 4) =>
    createQueryService({ endpoint: new URL(endpoint), signatureVersion, callTimeoutMs: AMPLE_MS, clock })
  const callAt = (startedAt: Date) => ({
    credentials: EXAMPLE_KEY,
    startedAt,
    deadline: new Date(Date.now() + AMPLE_MS),
  })
  /** Links are https, as everything at API Gateway. */
  const follow = (link: string, headers: Record<string, string> = {}) =>
    fetch(link.replace('https:', 'http:'), { headers })

  it("makes a job for aws-sdk 2, signed over the stage's path, and serves its sheet as the PDF that it is", async () => {
    const { JobId, SignatureFileContents, ArtifactList } = await tool()
      .createJob({ JobType: 'Import', Manifest: EBS_IMPORT, ValidateOnly: false })
      .promise()
    const [{ URL: link = '' } = {}] = ArtifactList ?? []
    const sheet = await follow(link)
    const bytes = Buffer.from(await sheet.arrayBuffer())

    expect(JobId).toMatch(/^[1-9A-NP-Z]{5}$/)
    expect(SignatureFileContents).toBeUndefined()
    expect(link).toContain('/prod/artifacts/')
    expect([sheet.status, sheet.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect([...s3.objects].find(([path]) => path.endsWith(`barcode-sheet-${JobId}.pdf`))?.[1]).toEqual(bytes)
  })

  it.each([2, 4] as const)('is the service for Waybill itself, signature version %i', async version => {
    const service = ours(version)
    const made = await service.createJob(
      { jobType: 'Import', manifest: S3_IMPORT, validateOnly: false },
      callAt(new Date()),
    )
    const { jobs } = await service.listJobs({ maxJobs: 10 }, callAt(new Date()))

    expect(jobs.map(({ jobId }) => jobId)).toContain(made.jobId)
  })

  it('makes no job of a request whose time is over', async () => {
    const service = ours(4)
    const before = await service.listJobs({ maxJobs: 100 }, callAt(new Date()))
    const old = callAt(new Date(Date.now() - 16 * 60_000))

    await expect(
      service.createJob({ jobType: 'Import', manifest: S3_IMPORT, validateOnly: false }, old),
    ).rejects.toMatchObject({ kind: 'refused' })
    const { jobs } = await service.listJobs({ maxJobs: 100 }, callAt(new Date()))
    expect(jobs).toEqual(before.jobs)
  })

  it('reads what stands in a query string as it was signed, whatever is in it', async () => {
    const params = new Map([
      ['Action', 'CreateJob'],
      ['JobType', 'Import'],
      ['Manifest', `# ~ + %2B & = é \u{1F4E6}\n${S3_IMPORT}`],
      ['ValidateOnly', 'true'],
    ])
    const host = new URL(endpoint).host
    const signed = sign(
      { method: 'GET', host, path: '/prod/', params },
      { ...EXAMPLE_KEY, time: { timestamp: clock() } },
    )
    const answer = await fetch(`${endpoint}?${new URLSearchParams([...signed])}`)

    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<CreateJobResult>')])
  })

  it("lets only the staff see the staff's side", async () => {
    const [job] = (await ours(2).listJobs({ maxJobs: 1 }, callAt(new Date()))).jobs
    const address = `${endpoint}staff/jobs/${job?.jobId}`
    const stranger = await follow(address, { authorization: 'Bearer guess' })
    const staff = await follow(address, { authorization: `Bearer ${STAFF_SECRET}` })

    expect(stranger.status).toBe(401)
    expect([staff.status, await staff.json()]).toEqual([
      200,
      expect.objectContaining({ jobId: job?.jobId, allowed: expect.arrayContaining(['receive']) }),
    ])
  })
})
