import type { FaultCode } from './faults.ts'

/** The types of parameters. */
interface ParameterTypes {
  text: string
  boolean: boolean
  integer: number
  /** `Import` or `Export`, also in small letters (the AWS CLI's own examples send `import`). */
  jobType: 'Import' | 'Export'
  /** A date: the version of the API that the client uses. */
  version: string
  /** `Name.member.1`, `Name.member.2`, …; an empty list is sent as `Name=`. */
  list: readonly string[]
}

export interface Parameter {
  readonly type: keyof ParameterTypes
  /** The fault if the parameter is absent or empty. Default: it is optional */
  readonly missing?: FaultCode
  /** For an integer: the smallest and largest value. */
  readonly range?: readonly [number, number]
}

/** The types of elements in results. */
interface ScalarTypes {
  text: string
  boolean: boolean
  integer: number
  time: Date
}
type Scalar = keyof ScalarTypes
type Members = Readonly<Record<string, Scalar>>
export type Element = Scalar | { readonly members: Members }

interface Operation {
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly result: Readonly<Record<string, Element>>
  /** The faults that the operation declares (SDK models of 2010-06-01, `errors`). Faults of the front end are possible too. */
  readonly faults: readonly FaultCode[]
}

const ARTIFACT_LIST = { members: { Description: 'text', URL: 'text' } } as const
const API_VERSION = { type: 'version' } as const
const JOB_ID = { type: 'text', missing: 'InvalidJobIdException' } as const

/** Declared by every operation. */
const ALWAYS = ['InvalidAccessKeyIdException', 'InvalidVersionException'] as const
/** Declared by operations with a manifest. */
const OF_A_MANIFEST = [
  ...ALWAYS,
  'BucketPermissionException',
  'InvalidAddressException',
  'InvalidCustomsException',
  'InvalidFileSystemException',
  'InvalidJobIdException',
  'InvalidManifestFieldException',
  'InvalidParameterException',
  'MalformedManifestException',
  'MissingCustomsException',
  'MissingManifestFieldException',
  'MissingParameterException',
  'MultipleRegionsException',
  'NoSuchBucketException',
] as const
/** Declared by operations on a job. */
const OF_A_JOB = [...ALWAYS, 'CanceledJobIdException', 'ExpiredJobIdException', 'InvalidJobIdException'] as const

/**
 * The six operations with their parameters and results. The elements of a result are in the live service's order (answers
 * recorded in 2010 and 2013; later elements are at the end).
 */
export const OPERATIONS = {
  CreateJob: {
    parameters: {
      JobType: { type: 'jobType', missing: 'MissingParameterException' },
      Manifest: { type: 'text', missing: 'MissingParameterException' },
      ManifestAddendum: { type: 'text' },
      ValidateOnly: { type: 'boolean' },
      APIVersion: API_VERSION,
    },
    result: {
      JobType: 'text',
      JobId: 'text',
      SignatureFileContents: 'text',
      AwsShippingAddress: 'text',
      Signature: 'text',
      WarningMessage: 'text',
      ArtifactList: ARTIFACT_LIST,
    },
    faults: [...OF_A_MANIFEST, 'CreateJobQuotaExceededException'],
  },
  UpdateJob: {
    parameters: {
      JobId: JOB_ID,
      Manifest: { type: 'text', missing: 'MissingParameterException' },
      JobType: { type: 'jobType', missing: 'MissingParameterException' },
      ValidateOnly: { type: 'boolean' },
      APIVersion: API_VERSION,
    },
    result: {
      Success: 'boolean',
      WarningMessage: 'text',
      ArtifactList: ARTIFACT_LIST,
    },
    faults: [...OF_A_MANIFEST, 'CanceledJobIdException', 'ExpiredJobIdException', 'UnableToUpdateJobIdException'],
  },
  CancelJob: {
    parameters: { JobId: JOB_ID, APIVersion: API_VERSION },
    result: { Success: 'boolean' },
    faults: [...OF_A_JOB, 'UnableToCancelJobIdException'],
  },
  GetStatus: {
    parameters: { JobId: JOB_ID, APIVersion: API_VERSION },
    result: {
      ProgressMessage: 'text',
      JobType: 'text',
      CurrentManifest: 'text',
      LocationMessage: 'text',
      JobId: 'text',
      ProgressCode: 'text',
      SignatureFileContents: 'text',
      ErrorCount: 'integer',
      LocationCode: 'text',
      CreationDate: 'time',
      AwsShippingAddress: 'text',
      Signature: 'text',
      Carrier: 'text',
      TrackingNumber: 'text',
      LogBucket: 'text',
      LogKey: 'text',
      ArtifactList: ARTIFACT_LIST,
    },
    faults: OF_A_JOB,
  },
  ListJobs: {
    parameters: {
      MaxJobs: { type: 'integer', range: [0, 1000] },
      Marker: { type: 'text' },
      APIVersion: API_VERSION,
    },
    result: {
      Jobs: { members: { JobType: 'text', CreationDate: 'time', IsCanceled: 'boolean', JobId: 'text' } },
      IsTruncated: 'boolean',
    },
    faults: [...ALWAYS, 'InvalidParameterException'],
  },
  GetShippingLabel: {
    parameters: {
      jobIds: { type: 'list', missing: 'InvalidJobIdException' },
      name: { type: 'text' },
      company: { type: 'text' },
      phoneNumber: { type: 'text' },
      country: { type: 'text' },
      stateOrProvince: { type: 'text' },
      city: { type: 'text' },
      postalCode: { type: 'text' },
      street1: { type: 'text' },
      street2: { type: 'text' },
      street3: { type: 'text' },
      APIVersion: API_VERSION,
    },
    result: { ShippingLabelURL: 'text', Warning: 'text' },
    faults: [...OF_A_JOB, 'InvalidAddressException', 'InvalidParameterException'],
  },
} as const satisfies Readonly<Record<string, Operation>>

export type OperationName = keyof typeof OPERATIONS

export const isOperationName = (name: string): name is OperationName => Object.hasOwn(OPERATIONS, name)

/** The version that SDKs send; below, the one in the samples of the API Reference. A request may also name none. */
export const API_VERSION_OF_SDKS = '2010-06-01'
export const API_VERSIONS: ReadonlySet<string> = new Set([API_VERSION_OF_SDKS, '2010-06-03'])

/** Parameters that belong to no operation. */
export const COMMON_PARAMETERS = [
  'Action',
  'Operation',
  'Version',
  'AWSAccessKeyId',
  'SignatureVersion',
  'SignatureMethod',
  'Timestamp',
  'Expires',
  'Signature',
  'SecurityToken',
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
] as const

type ParametersOf<O extends OperationName> = (typeof OPERATIONS)[O]['parameters']
type NeededIn<P> = { [K in keyof P]: P[K] extends { readonly missing: string } ? K : never }[keyof P]
type ParameterValue<P> = P extends { readonly type: infer T extends keyof ParameterTypes } ? ParameterTypes[T] : never

/** The typed parameters of an operation. */
export type RequestOf<O extends OperationName> = {
  readonly [K in NeededIn<ParametersOf<O>>]: ParameterValue<ParametersOf<O>[K]>
} & {
  readonly [K in Exclude<keyof ParametersOf<O>, NeededIn<ParametersOf<O>>>]?:
    | ParameterValue<ParametersOf<O>[K]>
    | undefined
}

type ElementValue<E> = E extends Scalar
  ? ScalarTypes[E]
  : E extends { readonly members: infer M extends Members }
    ? readonly { readonly [K in keyof M]?: ScalarTypes[M[K]] | undefined }[]
    : never

/** The typed result of an operation. Absent members are left out on the wire. */
export type ResultOf<O extends OperationName> = {
  readonly [K in keyof (typeof OPERATIONS)[O]['result']]?: ElementValue<(typeof OPERATIONS)[O]['result'][K]> | undefined
}
