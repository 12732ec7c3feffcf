import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeEach, expect, it } from '@jest/globals'
import type { Credentials } from '../../lib/ports.ts'
import { S3_EXPORT, S3_IMPORT } from '../depot/sample-manifests.ts'
import { describeClient, type Elements, QUERY_CLIENTS, type QueryClient } from '../support/query-clients.ts'

export interface ClientWorld {
  readonly url: string
  /** Knows `key`, and `temporary` with its session token; has `mybucket` and `mylogs`. */
  readonly key: Credentials
  readonly temporary: Credentials
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
  clients: readonly QueryClient[] = QUERY_CLIENTS,
): void => {
  for (const client of clients) {
    describeClient(client)(`${client.name} finds at ${name} the service that it knows`, () => {
      scenarios(client, world)
    })
  }
}

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

  it('through the whole life of a job', async () => {
    const manifest = HOSTILE(S3_IMPORT)
    const created = await create(manifest)
    const { JobId, Signature } = created
    expect(created).toMatchObject({
      JobId: expect.stringMatching(ID),
      JobType: 'Import',
      Signature: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/),
      SignatureFileContents: `version:2.0\nsigningMethod:HmacSHA1\njobId:${JobId}\nsignature:${Signature}\n`,
      WarningMessage: '**** Device will be erased before being returned. ****',
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
  }, 60_000)

  it('through a validation, which makes nothing', async () => {
    const before = await ok('ListJobs', { MaxJobs: 1 })
    const validation = { JobType: 'export', Manifest: unique(GUIDE_EXPORT), ValidateOnly: true }

    expect(await ok('CreateJob', validation)).toMatchObject({
      JobType: 'Export',
      JobId: expect.stringMatching(/^.{5}-VALIDATE-ONLY$/),
      SignatureFileContents: expect.stringMatching(/\njobId:.{5}-VALIDATE-ONLY\n/),
    })
    expect(await ok('ListJobs', { MaxJobs: 1 })).toEqual(before)
  }, 60_000)

  it('with session credentials, whose jobs are its own', async () => {
    const { temporary } = world()

    expect(await ok('ListJobs', {}, temporary)).toMatchObject({ Jobs: [], IsTruncated: 'false' })
    const { fault } = await call('ListJobs', {}, { ...temporary, sessionToken: 'expired' })
    expect(fault?.code).toBe('InvalidClientTokenId')
  }, 60_000)

  it.each([
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
    ['InvalidJobIdException', 'ListJobs', { Marker: 'ZZ' }, /^No such job ZZ for your account$/],
    ['InvalidVersionException', 'ListJobs', { APIVersion: 'x' }, /APIVersion/],
    [
      'MalformedManifestException',
      'CreateJob',
      { JobType: 'Import', Manifest: 'x', ValidateOnly: false },
      /^Your manifest is not well-f/,
    ],
  ])(
    'and is refused with %s for %s %j',
    async (code, operation, params, message) => {
      expect((await call(operation, params)).fault).toMatchObject({ code, message: expect.stringMatching(message) })
    },
    60_000,
  )

  it.each([
    ['MissingManifestFieldException', (text: string) => text.replace('deviceId:49382\n', '')],
    ['InvalidManifestFieldException', (text: string) => text.replace('eraseDevice:yes', 'eraseDevice:maybe')],
    ['InvalidAddressException', (text: string) => text.replace('123 Any Street', 'P.O. Box 123')],
    ['MissingCustomsException', (text: string) => text.replace('country:USA', 'country:Canada')],
    ['InvalidAccessKeyIdException', (text: string) => `${text}accessKeyId:AKIAI44QH8DHBEXAMPLE\n`],
    ['InvalidCustomsException', (text: string) => text + CUSTOMS],
  ])(
    'and is refused with %s for a manifest',
    async (code, spoil) => {
      const Manifest = spoil(unique(S3_IMPORT))

      expect((await call('CreateJob', { JobType: 'Import', Manifest, ValidateOnly: false })).fault?.code).toBe(code)
    },
    60_000,
  )

  it('and is refused with a wrong secret, with a key that nobody has, and for a job that is cancelled', async () => {
    const faultOf = async (as: Credentials) => (await call('ListJobs', {}, as)).fault?.code

    expect(await faultOf({ ...key, secretAccessKey: 'wrong' })).toBe('SignatureDoesNotMatch')
    expect(await faultOf({ ...key, accessKeyId: 'AKIANOBODY' })).toBe('InvalidClientTokenId')
    const { JobId } = await create(unique(S3_IMPORT))
    await ok('CancelJob', { JobId })
    expect((await call('CancelJob', { JobId })).fault?.code).toBe('CanceledJobIdException')
  }, 60_000)
}
