import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import type { DepotDeps } from '../../lib/depot/depot-deps.ts'
import type { Credentials } from '../../lib/teams/keys.ts'
import { describeClient, QUERY_CLIENTS } from '../support/query-clients.ts'
import { call, staff } from './ask-depot.ts'
import { createTestClock, depotDeps, KEY, OTHER_KEY, SESSION_KEY, serveDepot } from './depot-fixture.ts'
import { type ClientCall, EXCEPTION_CASES, REGIONAL_BUCKETS } from './exception-cases.ts'
import { EBS_IMPORT, S3_EXPORT, S3_IMPORT } from './sample-manifests.ts'

const DAY = 24 * 60 * 60_000
const HOSTILE = `# <&>"' \u00FC \u{1F4E6} ]]> &amp; +%2B~*()!\n${S3_IMPORT}prefix:a & b <c>\n`
const WARNING = '**** Device will be erased before being returned. ****'
const SENDER = {
  name: 'Jörg "J" <Łoś>',
  company: 'Example & Co. + 東京',
  phoneNumber: '206-555-1111',
  country: 'USA',
  stateOrProvince: 'VA',
  city: 'Springfield',
  postalCode: '22153',
  street1: '1 Main Street ]]>',
  street2: '100% ~*()',
  street3: "a=b&c='d'",
}
const sheet = (depotUrl: string, jobId: string) => [
  {
    Description: 'Barcode sheet: job information, shipping instructions and signature barcode',
    URL: expect.stringMatching(new RegExp(`^${depotUrl}/artifacts/[\\w-]{43}/barcode-sheet-${jobId}\\.pdf$`)),
  },
]
const fileOf = (jobId: string, signature: string) =>
  `version:2.0\nsigningMethod:HmacSHA1\njobId:${jobId}\nsignature:${signature}\n`

/** boto 2 knows no model, so it shows what newer models left out. */
const knowsAddress = (name: string) => name.startsWith('boto 2')

/** A list that was not answered is an empty one for aws-sdk 2. */
const withoutEmptyList = ({ ArtifactList, ...result }: Record<string, unknown>) =>
  ArtifactList === undefined || String(ArtifactList) === '' ? result : { ArtifactList, ...result }

/** Tools of today against a depot behind a real HTTP server: every field of all six operations, every exception. */
for (const client of QUERY_CLIENTS) {
  describeClient(client)(`${client.name} finds in the depot the service that it knows`, () => {
    let deps: DepotDeps
    let clock: ReturnType<typeof createTestClock>
    let depot: Awaited<ReturnType<typeof serveDepot>>
    beforeAll(async () => {
      depot = await serveDepot(new Proxy({} as DepotDeps, { get: (_, name) => Reflect.get(deps, name) }))
    })
    beforeEach(() => {
      clock = createTestClock()
      deps = depotDeps({ clock: clock.now, buckets: REGIONAL_BUCKETS, publicUrl: () => depot.url })
    })
    afterAll(async () => {
      await client.stop()
      await depot.stop()
    })

    const ask = async (...calls: readonly ClientCall[]) => {
      // biome-ignore lint/suspicious/noExplicitAny: the client's own answers; each test knows what it looks for
      const results: any[] = []
      for (const { operation, params } of calls) {
        const { result = {}, fault } = await client.call(operation, params, { url: depot.url, key: KEY })
        if (fault) throw new Error(`${fault.code}: ${fault.message}`)
        results.push(withoutEmptyList(result))
      }
      return results
    }
    const createHere = async (Manifest = S3_IMPORT, JobType = 'Import') => {
      const { result, fault } = await call(deps, 'CreateJob', { JobType, Manifest })
      if (fault) throw new Error(`${fault.Code}: ${fault.Message}`)
      return result
    }
    const address = (jobId: string) =>
      knowsAddress(client.name) && {
        AwsShippingAddress: `AWS Import/Export C/O AnyCompany\nJOBID ${jobId}\n123 Any Street\nAnytown, VA 22153`,
      }
    const wholeSeconds = () => new Date(Math.floor(clock.now().getTime() / 1000) * 1000).toISOString()

    it('creates jobs of each kind', async () => {
      const create = (Manifest: string, JobType: string, ValidateOnly = false) => ({
        operation: 'CreateJob',
        params: { JobType, Manifest, ValidateOnly, APIVersion: '2012-01-14' },
      })
      const [imported, exported, ebs, validated] = await ask(
        create(HOSTILE, 'import'),
        create(S3_EXPORT, 'Export'),
        create(EBS_IMPORT, 'Import'),
        create(S3_IMPORT, 'Import', true),
      )
      const of = ({ JobId, Signature }: { JobId: string; Signature: string }) => ({
        JobId: expect.stringMatching(/^[1-9A-NP-Z]{5}$/),
        Signature: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/),
        SignatureFileContents: fileOf(JobId, Signature),
        ...address(JobId),
      })

      expect(imported).toEqual({ ...of(imported), JobType: 'Import', WarningMessage: WARNING })
      expect(exported).toEqual({ ...of(exported), JobType: 'Export' })
      expect(ebs).toEqual({
        JobId: expect.stringMatching(/^[1-9A-NP-Z]{5}$/),
        JobType: 'Import',
        WarningMessage: WARNING,
        ArtifactList: sheet(depot.url, ebs.JobId),
        ...address(ebs.JobId),
      })
      expect(validated).toEqual({
        ...of(validated),
        JobId: expect.stringMatching(/^.{5}-VALIDATE-ONLY$/),
        JobType: 'Import',
        WarningMessage: WARNING,
      })
      const { result } = await call(deps, 'ListJobs')
      expect(result.Jobs.member).toHaveLength(3)
      const pdf = await fetch(ebs.ArtifactList[0].URL)
      expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    })

    it('gets the status of a job, before and after the staff had its device', async () => {
      const { JobId, Signature } = await createHere(HOSTILE)
      const status = { operation: 'GetStatus', params: { JobId, APIVersion: '2012-01-14' } }
      const whole = {
        JobId,
        JobType: 'Import',
        Signature,
        SignatureFileContents: fileOf(JobId, Signature),
        CurrentManifest: HOSTILE,
        CreationDate: wholeSeconds(),
        ...address(JobId),
      }

      const [waiting] = await ask(status)
      expect(waiting).toEqual({
        ...whole,
        LocationCode: 'NotReceived',
        LocationMessage: 'AWS has not received your device.',
        ProgressCode: 'Pending',
        ProgressMessage: 'The specified job has not started.',
        ErrorCount: '0',
      })

      await staff(deps, `${JobId}/receive`, { signature: fileOf(JobId, Signature) })
      await staff(deps, `${JobId}/load`)
      await staff(deps, `${JobId}/finish`, { errors: 2 })
      await staff(deps, `${JobId}/return`, { carrier: 'Ü & <P>', trackingNumber: '1Z999' })
      const [returned] = await ask(status)
      expect(returned).toEqual({
        ...whole,
        LocationCode: 'Returned',
        LocationMessage: 'Your device has been returned. The Ü & <P> tracking number is 1Z999.',
        ProgressCode: 'SuccessWithErrors',
        ProgressMessage: `The data load completed with 2 of errors. See import-log-${JobId} in the bucket mybucket. for more details.`,
        ErrorCount: '2',
        Carrier: 'Ü & <P>',
        TrackingNumber: '1Z999',
        LogBucket: 'mybucket',
        LogKey: `import-log-${JobId}`,
      })
    })

    it('updates and cancels a job, and lists what became of it', async () => {
      const { JobId } = await createHere()
      const update = (Manifest: string, JobType: string, ValidateOnly: boolean) => ({
        operation: 'UpdateJob',
        params: { JobId, JobType, Manifest, ValidateOnly, APIVersion: '2012-01-14' },
      })
      const [validated, exported, ebs, cancelled, listed] = await ask(
        update(S3_IMPORT, 'Import', true),
        update(S3_EXPORT, 'Export', false),
        update(EBS_IMPORT, 'Import', false),
        { operation: 'CancelJob', params: { JobId, APIVersion: '2012-01-14' } },
        { operation: 'ListJobs', params: { MaxJobs: 10, APIVersion: '2012-01-14' } },
      )

      expect(validated).toEqual({ Success: 'true', WarningMessage: WARNING })
      expect(exported).toEqual({ Success: 'true' })
      expect(ebs).toEqual({ Success: 'true', WarningMessage: WARNING, ArtifactList: sheet(depot.url, JobId) })
      expect(cancelled).toEqual({ Success: 'true' })
      expect(listed).toEqual({
        Jobs: [{ JobId, JobType: 'Import', IsCanceled: 'true', CreationDate: wholeSeconds() }],
        IsTruncated: 'false',
      })
    })

    it('gets shipping labels for hostile addresses, and a warning', async () => {
      const ids: string[] = [(await createHere()).JobId, (await createHere(EBS_IMPORT)).JobId]
      const [withSender, without] = await ask(
        { operation: 'GetShippingLabel', params: { jobIds: ids, ...SENDER, APIVersion: '2012-01-14' } },
        { operation: 'GetShippingLabel', params: { jobIds: ids } },
      )
      const ShippingLabelURL = expect.stringMatching(
        new RegExp(`^${depot.url}/artifacts/[\\w-]{43}/shipping-label-${ids[0]}\\.pdf$`),
      )

      expect(withSender).toEqual({ ShippingLabelURL })
      expect(without).toEqual({
        ShippingLabelURL,
        Warning: `No sender was given; the label has the return address of job ${ids[0]}.`,
      })
      const pdf = Buffer.from(await (await fetch(withSender.ShippingLabelURL)).arrayBuffer())
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    })

    it('pages through 250 jobs, and lists none as a list', async () => {
      const ids: string[] = []
      for (let count = 0; count < 250; count++) {
        ids.unshift((await createHere()).JobId)
        clock.advance(1)
      }
      const at = { url: depot.url, key: KEY }

      expect(await client.listAll(99, at)).toEqual(ids)
      const none = await client.call('ListJobs', {}, { ...at, key: OTHER_KEY })
      expect(none.result).toEqual({ Jobs: [], IsTruncated: 'false' })
    })

    it('signs with session credentials, whose token must be theirs', async () => {
      const listWith = (key: Credentials) => client.call('ListJobs', {}, { url: depot.url, key })

      expect((await listWith(SESSION_KEY)).result).toEqual({ Jobs: [], IsTruncated: 'false' })
      expect((await listWith({ ...SESSION_KEY, sessionToken: 'old' })).fault?.code).toBe('InvalidClientTokenId')
      expect((await listWith({ ...KEY, secretAccessKey: 'wrong' })).fault?.code).toBe('SignatureDoesNotMatch')
    })

    it('is refused with each of the exceptions of the model, by its name and with its message', async () => {
      const told: Record<string, unknown> = {}
      const expected: Record<string, unknown> = {}
      for (const { code, message, prepare } of EXCEPTION_CASES) {
        clock = createTestClock(new Date(Date.now() - 31 * DAY))
        deps = depotDeps({ clock: clock.now, buckets: REGIONAL_BUCKETS, publicUrl: () => depot.url })
        const { call: refused, deps: changes = {} } = await prepare(deps, clock)
        clock.advance(Date.now() - clock.now().getTime())
        deps = { ...deps, ...changes }

        const { fault } = await client.call(refused.operation, refused.params, { url: depot.url, key: KEY })

        told[code] = { code: fault?.code, message: fault?.message, class: fault?.class ?? code }
        expected[code] = { code, message: expect.stringMatching(message), class: code }
      }

      expect(told).toEqual(expected)
    })
  })
}
