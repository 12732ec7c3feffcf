import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeEach, expect, it } from '@jest/globals'
import type { Credentials } from '../../lib/teams/keys.ts'
import { EBS_IMPORT, S3_EXPORT, S3_IMPORT } from '../depot/sample-manifests.ts'
import {
  describeClient,
  type Elements,
  OTHER_LANGUAGES,
  QUERY_CLIENTS,
  type QueryClient,
} from '../support/query-clients.ts'

export interface ClientWorld {
  readonly url: string
  /** Knows `key`, and `temporary` with its session token. Its buckets are `CLIENT_BUCKETS`. */
  readonly key: Credentials
  readonly temporary: Credentials
  /** The staff receives the job's device with that SIGNATURE, and works on it. */
  load(jobId: string, signature: string): Promise<void>
}

export const CLIENT_BUCKETS = {
  mybucket: { region: 'us-east-1', writable: true },
  mylogs: { region: 'us-east-1', writable: true },
  locked: { region: 'us-east-1', writable: false },
  ireland: { region: 'eu-west-1', writable: true },
}

const ID = /^[1-9A-NP-Z]{5}$/
const GUIDE_EXPORT = readFileSync('examples/manifests/guide-s3-export.txt', 'utf8')

const CUSTOMS = `customs:
  dataDescription:Test results
  encryptedData:no
  exportCertifierName:Jane Roe
  requiresExportLicense:no
  deviceValue:250.00
  deviceCountryOfOrigin:China
  deviceType:gramophone
`

/** No two are the same, so that no endpoint takes one for another. */
const unique = (manifest: string) => `# ${randomUUID()}\nlogPrefix:${randomUUID()}/\n${manifest}`

/** Signs that forms, XML, shells and signatures could trip over. */
const HOSTILE = (manifest: string) =>
  `# <&>"'\u00FC \u{1F4E6} ]]> &amp; +%2B~*()!$\`\\ \t\r\n${unique(manifest)}prefix:a & b <c>/\u65E5\u672C\r\n`

/** What tools of today find at an Import/Export endpoint, whoever answers there. */
export const describeQueryClients = (
  name: string,
  world: () => ClientWorld,
  clients: readonly QueryClient[] = [...QUERY_CLIENTS, ...OTHER_LANGUAGES],
): void => {
  for (const client of clients) {
    describeClient(client)(`${client.name} finds at ${name} the service that it knows`, () => {
      scenarios(client, world)
    })
  }
}

const firstBytes = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer()).toString('latin1', 0, 4)

/** What cannot be, and the fault for it. */
const REFUSED = [
  [
    'MissingParameterException',
    'CreateJob',
    { JobType: 'Import', Manifest: '', ValidateOnly: false },
    /^Manifest must be specified$/,
  ],
  [
    'InvalidParameterException',
    'CreateJob',
    { JobType: 'Neither', Manifest: 'a:b', ValidateOnly: false },
    /Import or Export/,
  ],
  ['InvalidParameterException', 'ListJobs', { MaxJobs: -1 }, /from 0 to 1000/],
  ['InvalidJobIdException', 'GetStatus', { JobId: 'foobar' }, /^No such job foobar for your account$/],
  ['InvalidJobIdException', 'CancelJob', { JobId: '<&>ü' }, /^No such job <&>ü for your account$/],
  ['InvalidParameterException', 'ListJobs', { Marker: 'ZZ' }, /^No such job ZZ for your account$/],
  ['InvalidVersionException', 'ListJobs', { APIVersion: 'x' }, /APIVersion/],
  [
    'MalformedManifestException',
    'CreateJob',
    { JobType: 'Import', Manifest: 'x', ValidateOnly: false },
    /^Your manifest is not well-f/,
  ],
] as const

/** They have a class for each exception of the service, which is what callers catch. */
const HAVE_CLASSES: ReadonlySet<string> = new Set(['boto3', 'AWS SDK for Ruby 1'])

const scenarios = (client: QueryClient, world: () => ClientWorld) => {
  let key: Credentials
  beforeEach(() => {
    key = world().key
  })
  const call = (operation: string, params: object = {}, as = key) =>
    client.call(operation, params, { url: world().url, key: as })
  const ok = async (operation: string, params: object = {}, as = key): Promise<Elements> => {
    const { result, fault } = await call(operation, params, as)
    if (!result) throw new Error(`${operation}: ${fault?.code}: ${fault?.message}`)
    return result
  }
  const create = (Manifest: string, JobType = 'Import') => ok('CreateJob', { JobType, Manifest, ValidateOnly: false })

  const faultLike = (code: string, message: RegExp) => ({
    code,
    message: expect.stringMatching(message),
    ...(HAVE_CLASSES.has(client.name) && { class: code }),
  })

  it('through the whole life of a job', async () => {
    const manifest = HOSTILE(S3_IMPORT)
    const created = await create(manifest)
    const { JobId, Signature } = created
    expect(created).toMatchObject({
      JobId: expect.stringMatching(ID),
      JobType: 'Import',
      Signature: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/),
      SignatureFileContents: `version:2.0\nsigningMethod:HmacSHA1\njobId:${JobId}\nsignature:${Signature}\n`,
      // A line more where an earlier client's job waits for the same device.
      WarningMessage: expect.stringMatching(
        /^\*{4} Device will be erased before being returned\. \*{4}(\nDevice \S+ has job .*)?$/,
      ),
    })

    expect(await ok('GetStatus', { JobId })).toMatchObject({
      JobId,
      JobType: 'Import',
      LocationCode: 'NotReceived',
      LocationMessage: 'AWS has not received your device.',
      ProgressCode: 'Pending',
      ProgressMessage: 'The specified job has not started.',
      ErrorCount: '0',
      Signature,
      SignatureFileContents: created.SignatureFileContents,
      CurrentManifest: manifest,
      CreationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    })

    const update = { JobId, JobType: 'Export', Manifest: unique(S3_EXPORT) }
    expect(await ok('UpdateJob', { ...update, ValidateOnly: true })).toMatchObject({ Success: 'true' })
    expect((await ok('GetStatus', { JobId })).JobType).toBe('Import')
    expect(await ok('UpdateJob', { ...update, ValidateOnly: false })).toMatchObject({ Success: 'true' })
    expect(await ok('GetStatus', { JobId })).toMatchObject({ JobType: 'Export', CurrentManifest: update.Manifest })

    expect(await ok('CancelJob', { JobId })).toMatchObject({ Success: 'true' })
    expect(await ok('GetStatus', { JobId })).toMatchObject({ ProgressCode: 'Canceled' })
    const { Jobs } = await ok('ListJobs', { MaxJobs: 1 })
    expect(Jobs).toEqual([
      { JobId, JobType: 'Export', IsCanceled: 'true', CreationDate: expect.stringMatching(/^\d{4}-/) },
    ])
  })

  it('through a validation, which makes nothing', async () => {
    const before = await ok('ListJobs', { MaxJobs: 1 })
    const validation = { JobType: 'export', Manifest: unique(GUIDE_EXPORT), ValidateOnly: true }

    expect(await ok('CreateJob', validation)).toMatchObject({
      JobType: 'Export',
      JobId: expect.stringMatching(/^.{5}-VALIDATE-ONLY$/),
      SignatureFileContents: expect.stringMatching(/\njobId:.{5}-VALIDATE-ONLY\n/),
    })
    expect(await ok('ListJobs', { MaxJobs: 1 })).toEqual(before)
  })

  it('with session credentials, whose jobs are its own', async () => {
    const { temporary } = world()

    expect(await ok('ListJobs', {}, temporary)).toMatchObject({ Jobs: [], IsTruncated: 'false' })
    const { fault } = await call('ListJobs', {}, { ...temporary, sessionToken: 'expired' })
    expect(fault?.code).toBe('InvalidClientTokenId')
  })

  const knows = (name: string) => !client.lacks?.includes(name)

  const refused = REFUSED.filter(([, operation, params]) => [operation, ...Object.keys(params)].every(knows))
  it.each(refused)('and is refused with %s for %s %j', async (code, operation, params, message) => {
    expect((await call(operation, params)).fault).toMatchObject(faultLike(code, message))
  })

  it.each([
    ['MissingManifestFieldException', S3_IMPORT.replace('deviceId:49382\n', '')],
    ['InvalidManifestFieldException', S3_IMPORT.replace('eraseDevice:yes', 'eraseDevice:maybe')],
    ['InvalidAddressException', S3_IMPORT.replace('123 Any Street', 'P.O. Box 123')],
    ['MissingCustomsException', S3_IMPORT.replace('country:USA', 'country:Canada')],
    ['InvalidCustomsException', S3_IMPORT + CUSTOMS],
    ['InvalidAccessKeyIdException', `${S3_IMPORT}accessKeyId:AKIAI44QH8DHBEXAMPLE\n`],
    ['NoSuchBucketException', S3_IMPORT.replace('bucket:mybucket', 'bucket:nobucket')],
    ['BucketPermissionException', S3_IMPORT.replace('bucket:mybucket', 'bucket:locked')],
    ['InvalidFileSystemException', S3_EXPORT.replace('fileSystem:NTFS', 'fileSystem:ZFS')],
    ['MultipleRegionsException', S3_EXPORT.replace('logBucket:mylogs', 'logBucket:ireland')],
  ])('and is refused with %s for a manifest', async (code, manifest) => {
    const JobType = manifest.includes('exportBucket') ? 'Export' : 'Import'
    const { fault } = await call('CreateJob', { JobType, Manifest: unique(manifest), ValidateOnly: false })

    expect(fault).toMatchObject(faultLike(code, /./))
  })

  const labels = () =>
    it('with a PDF for a job that has no SIGNATURE, and a label for the parcel', async () => {
      const { JobId, Signature, ArtifactList } = await create(unique(EBS_IMPORT))

      expect(Signature).toBeUndefined()
      // What the clients make of a list of one.
      const [{ URL: sheet = '' } = {}] = ArtifactList as { readonly URL?: string }[]
      expect(await firstBytes(sheet)).toBe('%PDF')
      const sender = {
        name: 'Jane <&> Roe',
        company: 'ACME',
        phoneNumber: '206-555-1111',
        country: 'USA',
        stateOrProvince: 'WA',
        city: 'Anytown',
        postalCode: '91011',
        street1: '123 Any Street \u00FC',
      }
      const { ShippingLabelURL } = await ok('GetShippingLabel', { jobIds: [JobId], ...sender })
      expect(await firstBytes(String(ShippingLabelURL))).toBe('%PDF')
      const noJobs = await call('GetShippingLabel', { jobIds: [], ...sender })
      expect(noJobs.fault).toMatchObject(faultLike('InvalidJobIdException', /^jobIds must be specified$/))
    })

  it('and is refused once the device is at work', async () => {
    const { JobId, SignatureFileContents } = await create(unique(S3_IMPORT))
    await world().load(String(JobId), String(SignatureFileContents))
    const update = { JobId, JobType: 'Import', Manifest: unique(S3_IMPORT), ValidateOnly: false }

    expect(await ok('GetStatus', { JobId })).toMatchObject({ LocationCode: 'AtAWS', ProgressCode: 'InProgress' })
    expect((await call('CancelJob', { JobId })).fault).toMatchObject(faultLike('UnableToCancelJobIdException', /./))
    expect((await call('UpdateJob', update)).fault).toMatchObject(faultLike('UnableToUpdateJobIdException', /./))
  })
  if (knows('GetShippingLabel')) labels()

  it('and is refused with a wrong secret, with an unknown key, and for a job that is cancelled', async () => {
    const faultOf = async (as: Credentials) => (await call('ListJobs', {}, as)).fault?.code

    expect(await faultOf({ ...key, secretAccessKey: 'wrong' })).toBe('SignatureDoesNotMatch')
    expect(await faultOf({ ...key, accessKeyId: 'AKIANOBODY' })).toBe('InvalidClientTokenId')
    const { JobId } = await create(unique(S3_IMPORT))
    await ok('CancelJob', { JobId })
    expect((await call('CancelJob', { JobId })).fault?.code).toBe('CanceledJobIdException')
  })
}
