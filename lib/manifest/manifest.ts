/** The four kinds of manifests and jobs. */
export const KINDS = ['s3-import', 's3-export', 'ebs-import', 'glacier-import'] as const
export type Kind = (typeof KINDS)[number]

/** The service's own job types: the device's data is loaded, or data is written to the device. */
export const JOB_TYPES = ['Import', 'Export'] as const
export type JobType = (typeof JOB_TYPES)[number]

/** The edition of the rules. The later one refuses `eraseDevice: no` and a missing e-mail address. */
export type Era = 'lenient' | '2015'

/**
 * A valid manifest. Values are texts as they were typed, `yes` and `no` are booleans, and an option that is absent or empty is
 * left out.
 */
export type Manifest = S3Import | S3Export | EbsImport | GlacierImport

export interface S3Import extends CommonOptions, ObjectOptions {
  readonly kind: 's3-import'
  readonly jobType: 'Import'
  readonly bucket: string
  readonly eraseDevice: boolean
}

export interface S3Export extends CommonOptions {
  readonly kind: 's3-export'
  readonly jobType: 'Export'
  readonly logBucket: string
  readonly fileSystem: string
  readonly recoveryDirectory?: string
  readonly targetDirectory?: string
  readonly substitutions?: readonly Substitution[]
  readonly operations: readonly ExportOperation[]
}

export interface EbsImport extends CommonOptions {
  readonly kind: 'ebs-import'
  readonly jobType: 'Import'
  readonly logBucket: string
  readonly eraseDevice: boolean
  readonly operations: readonly EbsOperation[]
}

export interface GlacierImport extends CommonOptions {
  readonly kind: 'glacier-import'
  readonly jobType: 'Import'
  readonly logBucket: string
  readonly eraseDevice: boolean
  readonly operations: readonly GlacierOperation[]
}

/** Options that no table knows, so that printing loses nothing. */
export interface WithUnknown {
  readonly unknown?: Readonly<Record<string, Plain>>
}

/** An option's value without its meaning. */
export type Plain = string | readonly Plain[] | { readonly [key: string]: Plain }

export interface CommonOptions extends WithUnknown {
  readonly manifestVersion: string
  readonly deviceId: string
  readonly returnAddress: ReturnAddress
  readonly accessKeyId?: string
  readonly generator?: string
  readonly logBucket?: string
  readonly logPrefix?: string
  readonly notificationEmail?: string
  readonly serviceLevel?: string
  readonly trueCryptPassword?: string
  readonly pinCode?: string
  readonly customs?: Customs
}

/** Options of an S3 import about the objects that it writes. */
export interface ObjectOptions {
  readonly prefix?: string
  readonly acl?: string
  readonly cacheControl?: string
  readonly contentDisposition?: string
  readonly contentLanguage?: string
  readonly contentTypes?: Readonly<Record<string, string>>
  readonly defaultContentType?: string
  readonly diskTimestampMetadataKey?: string
  readonly expires?: string
  readonly ignore?: readonly string[]
  readonly setContentEncodingForGzFiles?: boolean
  readonly staticMetadata?: Readonly<Record<string, string>>
  readonly storageClass?: string
  readonly substitutions?: readonly Substitution[]
}

/** A replacement in names. Several are in a list, since their order matters. */
export interface Substitution {
  readonly from: string
  readonly to: string
}

export interface ReturnAddress extends WithUnknown {
  readonly name: string
  readonly company?: string
  readonly street1: string
  readonly street2?: string
  readonly street3?: string
  readonly city: string
  readonly stateOrProvince?: string
  readonly postalCode: string
  readonly country: string
  readonly phoneNumber: string
}

export interface Customs extends WithUnknown {
  readonly dataDescription: string
  readonly encryptedData: boolean
  readonly encryptionClassification?: string
  readonly exportCertifierName: string
  readonly requiresExportLicense: boolean
  readonly deviceValue: string
  readonly deviceCountryOfOrigin: string
  readonly deviceType: string
  readonly deviceHTS?: string
  readonly typeOfExport?: string
}

export interface ExportOperation extends WithUnknown {
  readonly exportBucket: string
  readonly prefix?: string
  readonly beginMarker?: string
  readonly endMarker?: string
  readonly targetDirectory?: string
}

export interface EbsOperation extends WithUnknown {
  readonly destination: string
  readonly source: string
  readonly region: string
  readonly deviceCapacityGreaterThan1TB: boolean
}

export interface GlacierOperation extends WithUnknown {
  readonly destination: string
  readonly source: string
  readonly region: string
  readonly vaultName: string
  readonly archiveComment: string
}

/**
 * The options of a manifest of any kind, for rules. Some may be missing, and invalid values are left out.
 */
export interface Draft extends Partial<Omit<CommonOptions, 'returnAddress' | 'customs'>>, ObjectOptions {
  readonly bucket?: string
  readonly eraseDevice?: boolean
  readonly fileSystem?: string
  readonly recoveryDirectory?: string
  readonly targetDirectory?: string
  readonly returnAddress?: Partial<ReturnAddress>
  readonly customs?: Partial<Customs>
  readonly operations?: readonly Partial<ExportOperation & EbsOperation & GlacierOperation>[]
}
