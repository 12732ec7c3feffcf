import type { DepotDeps } from '../../lib/depot/depot-deps.ts'
import type { FaultCode } from '../../lib/query-api/faults.ts'
import { call, staff } from './ask-depot.ts'
import { type createTestClock, OTHER_KEY } from './depot-fixture.ts'
import { S3_EXPORT, S3_IMPORT } from './sample-manifests.ts'

const DAY = 24 * 60 * 60_000

export const REGIONAL_BUCKETS: DepotDeps['buckets'] = {
  find: async name =>
    new Map([
      ['mybucket', { region: 'us-east-1', writable: true }],
      ['mylogs', { region: 'us-east-1', writable: true }],
      ['locked', { region: 'us-east-1', writable: false }],
      ['ireland', { region: 'eu-west-1', writable: true }],
    ]).get(name),
}

export const CUSTOMS = `customs:
  dataDescription:Test results
  encryptedData:no
  exportCertifierName:Jane Roe
  requiresExportLicense:no
  deviceValue:250.00
  deviceCountryOfOrigin:China
  deviceType:gramophone
`

/** One call of the Query API, with the parameters' own names. */
export interface ClientCall {
  readonly operation: string
  readonly params: Readonly<Record<string, string | number | boolean | readonly string[]>>
}

interface Prepared {
  /** What a client then asks for in vain. */
  readonly call: ClientCall
  readonly deps?: Partial<DepotDeps>
}

interface ExceptionCase {
  readonly code: FaultCode
  readonly message: string | RegExp
  /** Brings the depot into the state that the fault needs, 31 days ago. */
  readonly prepare: (deps: DepotDeps, clock: ReturnType<typeof createTestClock>) => Promise<Prepared>
}

const creating =
  (Manifest: string, JobType = 'Import', deps: Partial<DepotDeps> = {}) =>
  async (): Promise<Prepared> => ({
    call: { operation: 'CreateJob', params: { JobType, Manifest, ValidateOnly: false } },
    deps,
  })
const exporting = (from: string, to: string) => creating(S3_EXPORT.replace(from, to), 'Export')
const asking = (operation: string, params: ClientCall['params']) => async (): Promise<Prepared> => ({
  call: { operation, params },
})

/** A job that is young when the client asks, brought on by `steps`. */
const withJob =
  (
    steps: (
      deps: DepotDeps,
      job: { readonly JobId: string; readonly SignatureFileContents: string },
    ) => Promise<unknown>,
    asked: (JobId: string) => ClientCall,
  ) =>
  async (deps: DepotDeps, clock: ReturnType<typeof createTestClock>): Promise<Prepared> => {
    clock.advance(30 * DAY)
    const { result } = await call(deps, 'CreateJob', { JobType: 'Import', Manifest: S3_IMPORT })
    await steps(deps, result)
    return { call: asked(result.JobId) }
  }

/** Each exception of the service's model (botocore, importexport 2010-06-01), once. */
export const EXCEPTION_CASES: readonly ExceptionCase[] = [
  { code: 'MissingParameterException', message: /^Manifest must be specified$/, prepare: creating('') },
  {
    code: 'InvalidParameterException',
    message: /^JobType must be Import or Export$/,
    prepare: creating(S3_IMPORT, 'Both'),
  },
  {
    code: 'InvalidAccessKeyIdException',
    message: /accessKeyId in the manifest/,
    prepare: creating(`${S3_IMPORT}accessKeyId:${OTHER_KEY.accessKeyId}\n`),
  },
  {
    code: 'InvalidAddressException',
    message: /post-office box/,
    prepare: creating(S3_IMPORT.replace('123 Any Street', 'P.O. Box 123')),
  },
  {
    code: 'InvalidManifestFieldException',
    message: /Line 3, column \d+\.$/,
    prepare: creating(S3_IMPORT.replace('eraseDevice:yes', 'eraseDevice:<ü & maybe>')),
  },
  {
    code: 'MissingManifestFieldException',
    message: /deviceId.*Line 1, column 1\.$/,
    prepare: creating(S3_IMPORT.replace('deviceId:49382\n', '')),
  },
  {
    code: 'MalformedManifestException',
    message: /^Your manifest is not well-formed$/,
    prepare: creating('INVALID MANIFEST'),
  },
  {
    code: 'NoSuchBucketException',
    message: /^Bucket nobucket does not exist/,
    prepare: exporting('exportBucket:mybucket', 'exportBucket:nobucket'),
  },
  {
    code: 'BucketPermissionException',
    message: /may not write to bucket locked/,
    prepare: exporting('logBucket:mylogs', 'logBucket:locked'),
  },
  {
    code: 'MultipleRegionsException',
    message: /in eu-west-1/,
    prepare: exporting('logBucket:mylogs', 'logBucket:ireland'),
  },
  { code: 'InvalidFileSystemException', message: /ZFS/, prepare: exporting('fileSystem:NTFS', 'fileSystem:ZFS') },
  {
    code: 'MissingCustomsException',
    message: /customs/,
    prepare: creating(S3_IMPORT.replace('country:USA', 'country:Canada')),
  },
  { code: 'InvalidCustomsException', message: /gramophone/, prepare: creating(`${S3_IMPORT}${CUSTOMS}`) },
  {
    code: 'CreateJobQuotaExceededException',
    message: /0 jobs a day/,
    prepare: creating(S3_IMPORT, 'Import', { dailyJobs: 0 }),
  },
  {
    code: 'InvalidJobIdException',
    message: /^No such job foobar for your account$/,
    prepare: asking('GetStatus', { JobId: 'foobar' }),
  },
  {
    code: 'ExpiredJobIdException',
    message: /has expired$/,
    prepare: async deps => {
      const { result } = await call(deps, 'CreateJob', { JobType: 'Import', Manifest: S3_IMPORT })
      return { call: { operation: 'GetShippingLabel', params: { jobIds: [result.JobId] } } }
    },
  },
  {
    code: 'CanceledJobIdException',
    message: /has been canceled$/,
    prepare: withJob(
      (deps, { JobId }) => call(deps, 'CancelJob', { JobId }),
      JobId => ({ operation: 'GetShippingLabel', params: { jobIds: [JobId] } }),
    ),
  },
  {
    code: 'UnableToCancelJobIdException',
    message: /is being worked on$/,
    prepare: withJob(
      async (deps, { JobId, SignatureFileContents: signature }) => {
        await staff(deps, `${JobId}/receive`, { signature })
        await staff(deps, `${JobId}/load`)
      },
      JobId => ({ operation: 'CancelJob', params: { JobId } }),
    ),
  },
  {
    code: 'UnableToUpdateJobIdException',
    message: /was aborted$/,
    prepare: withJob(
      (deps, { JobId }) => staff(deps, `${JobId}/receive`),
      JobId => ({
        operation: 'UpdateJob',
        params: { JobId, JobType: 'Import', Manifest: S3_IMPORT, ValidateOnly: false },
      }),
    ),
  },
  {
    code: 'InvalidVersionException',
    message: /^APIVersion must be a date/,
    prepare: asking('CancelJob', { JobId: 'ABCDE', APIVersion: 'latest' }),
  },
]
