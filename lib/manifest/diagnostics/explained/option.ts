import type { Explanation } from '../code-entry.ts'
import type { OPTION_CODES } from '../option-codes.ts'

/** Diagnostics of a single option. */
export const EXPLAINED_OPTION: Readonly<Record<keyof typeof OPTION_CODES, Explanation>> = {
  KIND_UNCLEAR: {
    means:
      'The options decide the kind of job: bucket for an S3 import, an exportBucket for an export, a destination for EBS and Glacier.',
    example: 'manifestVersion:2.0\ndeviceId:HD001',
    mended: 'manifestVersion:2.0\ndeviceId:HD001\nbucket:mybucket',
  },
  JOB_TYPE_MISMATCH: {
    means: 'The job type of the request and the kind of the manifest must agree.',
    example: '(an export manifest, sent with jobType Import)',
    mended: 'manifestVersion:2.0\nbucket:mybucket',
  },
  OPTION_UNKNOWN: {
    means: 'Nothing documents what the service does with an option that it does not know.',
    example: 'bucket:mybucket\ncolour:red',
    mended: 'bucket:mybucket',
  },
  OPTION_MISSPELT: {
    means: 'The name is close to that of an option. Upper and lower case matter.',
    example: 'bucket:mybucket\neraseDevise:yes',
    mended: 'bucket:mybucket\neraseDevice:yes',
  },
  OPTION_OF_OTHER_KIND: {
    means: 'The option exists, but for another kind of job. The service did not document its effect here.',
    example: 'operations:\n  - exportBucket:mybucket\nacl:private',
    mended: 'operations:\n  - exportBucket:mybucket',
  },
  OPTION_MISSING: {
    means: 'The service refuses a manifest without this option.',
    example: 'bucket:mybucket',
    mended: [
      'manifestVersion:2.0\nbucket:mybucket\ndeviceId:HD001\neraseDevice:yes\nreturnAddress:\n  name:Jane Roe',
      '  street1:123 Any Street\n  city:Anytown\n  postalCode:91011\n  country:France\n  phoneNumber:+33 1 5550 1111',
    ].join('\n'),
  },
  OPTION_EMPTY: {
    means: 'An option that must be there must have a value too. Optional ones may stay empty.',
    example: 'bucket:mybucket\ndeviceId:',
    mended: 'bucket:mybucket\ndeviceId:HD001',
  },
  NULL_VALUE: {
    means:
      'YAML writers put null or ~ for an empty value. Without quotes null, Null, NULL and ~ count as empty; where the option is required, that is an error.',
    example: 'bucket:mybucket\ngenerator: ~',
    mended: 'bucket:mybucket',
  },
  NOTIFICATION_EMAIL_MISSING: {
    means: 'Until 2013 the option was unknown; since then an import without it fails.',
    example: 'bucket:mybucket',
    mended: 'bucket:mybucket\nnotificationEmail:jane.roe@example.com',
  },
  VALUE_EXPECTED: {
    means: 'Lines are indented below an option that takes one value.',
    example: 'bucket:\n  name:mybucket',
    mended: 'bucket:mybucket',
  },
  MAP_EXPECTED: {
    means: 'returnAddress, customs, contentTypes, staticMetadata and substitutions hold further options.',
    example: 'returnAddress:123 Any Street, Anytown',
    mended: 'returnAddress:\n    street1:123 Any Street\n    city:Anytown',
  },
  LIST_EXPECTED: {
    means: 'operations and ignore hold lists, even of a single entry.',
    example: 'operations:\n  exportBucket:mybucket',
    mended: 'operations:\n  - exportBucket:mybucket',
  },
  PLACEHOLDER: {
    means:
      'Templates mark what you must fill in: [Your city], ***Your City***, @CITY@, <city>, {CITY}, or choices joined with "|".',
    example: 'bucket:[Enter import bucket]',
    mended: 'bucket:mybucket',
  },
  TRAILING_SEMICOLON: {
    means:
      'A published example has "2.0;". An option with a few allowed values refuses it; in a free text it is a warning, since the semicolon is part of the text.',
    example: 'manifestVersion: 2.0;\nbucket:mybucket',
    mended: 'manifestVersion: 2.0\nbucket:mybucket',
  },
  VALUE_NOT_ALLOWED: {
    means: 'The option takes one of a few values, spelt exactly so.',
    example: 'bucket:mybucket\nserviceLevel:fast',
    mended: 'bucket:mybucket\nserviceLevel:expeditedShipping',
  },
  BUCKET_NAME_INVALID: {
    means:
      'Bucket names have 3 to 63 lower-case letters, digits, dots and hyphens, and begin and end with a letter or digit.',
    example: 'bucket:s3://mybucket/incoming/',
    mended: 'bucket:mybucket',
  },
  BUCKET_NAME_OLD_STYLE: {
    means: 'Until 2018 buckets in us-east-1 could have capitals, underscores and up to 255 characters in their names.',
    example: 'bucket:myBucket',
    mended: 'bucket:mybucket',
  },
  VAULT_NAME_INVALID: {
    means: 'The archive goes into an existing Glacier vault of that very name.',
    example: 'operations:\n  - destination:glacier\n    vaultName:my vault',
    mended: 'operations:\n  - destination:glacier\n    vaultName:my_vault',
  },
  ACCESS_KEY_ID_INVALID: {
    means: 'The option names the key that signs the request, whose account pays. It is never the secret key.',
    example: 'bucket:mybucket\naccessKeyId:YOUR-ACCESS-KEY',
    mended: 'bucket:mybucket\naccessKeyId:AKIAIOSFODNN7EXAMPLE',
  },
  EMAIL_INVALID: {
    means: 'The service writes to these addresses when a device arrives or a problem occurs.',
    example: 'bucket:mybucket\nnotificationEmail:jane@example.com, joe@example.com',
    mended: 'bucket:mybucket\nnotificationEmail:jane@example.com;joe@example.com',
  },
  FILE_SYSTEM_NOT_ALLOWED: {
    means: 'The device is formatted with this file system before the data is written.',
    example: 'fileSystem:HFS\noperations:\n  - exportBucket:mybucket',
    mended: 'fileSystem:EXT4\noperations:\n  - exportBucket:mybucket',
  },
  PATTERN_INVALID: {
    means:
      'ignore and substitutions take Java regular expressions, not file globs such as *.psd. What Java does not compile finds nothing at the service, or stops the job there.',
    example: 'bucket:mybucket\nignore:\n  - *.psd',
    mended: 'bucket:mybucket\nignore:\n  - \\.psd$',
  },
}
