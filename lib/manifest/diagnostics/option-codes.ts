import type { CodeEntry } from './code-entry.ts'

/** Diagnostics of a single option: its name, whether it is there, its value. */
export const OPTION_CODES = {
  KIND_UNCLEAR: {
    serviceCode: 'MissingManifestFieldException',
    severity: 'error',
    message: 'No option here shows the kind of job.',
    hint: 'Give "bucket" (import to S3) or "operations" (export, EBS or Glacier import).',
  },
  JOB_TYPE_MISMATCH: {
    serviceCode: 'InvalidParameterException',
    severity: 'error',
    message: 'Job type {asked} was requested, but "{key}" makes this {meant} ({kind}).',
    hint: 'Request {meant}, or leave the job type out: the manifest implies it.',
  },
  OPTION_UNKNOWN: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: 'No option is called "{key}"{where}; it is ignored.',
    hint: 'Remove it, or see waybill schema for the options that there are.',
  },
  OPTION_MISSPELT: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: 'No option is called "{key}"{where}; it is ignored.',
    hint: 'Did you mean "{meant}"?',
  },
  OPTION_OF_OTHER_KIND: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: '"{key}" means nothing here ({kind}); it belongs to {owners}.',
    hint: 'Remove it, or check that this is the kind of job that you want.',
  },
  OPTION_MISSING: {
    serviceCode: 'MissingManifestFieldException',
    severity: 'error',
    message: '"{key}" is missing{where}.',
  },
  OPTION_EMPTY: {
    serviceCode: 'MissingManifestFieldException',
    severity: 'error',
    message: '"{key}" has no value.',
  },
  NULL_VALUE: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: '"{value}" is YAML\'s word for nothing, so "{key}" counts as empty.',
    hint: 'Leave the line out. If the word itself is meant, put it in quotes.',
  },
  NOTIFICATION_EMAIL_MISSING: {
    serviceCode: 'MissingManifestFieldException',
    severity: 'by-era',
    message: '"notificationEmail" is missing or empty.',
    hint: 'Name one or more addresses, separated by ";".',
  },
  VALUE_EXPECTED: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: '"{key}" takes a single value, not lines below it.',
    hint: 'Write {key}:value.',
  },
  MAP_EXPECTED: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: '"{key}" takes no value of its own but lines of the form option:value, indented below it.',
    hint: 'Move the value to the line below: {example}.',
  },
  LIST_EXPECTED: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: '"{key}" takes a list: lines that begin with "- ", indented below it.',
    hint: 'Begin each entry with "- {example}".',
  },
  PLACEHOLDER: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: 'The placeholder of "{key}" is not filled in yet.',
    hint: 'Replace it, the signs around it included. A value that really looks so goes in quotes.',
  },
  TRAILING_SEMICOLON: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: 'The value of "{key}" ends with ";", which only the end of the line should do.',
    hint: 'Remove it. If it belongs to the value, put the value in quotes.',
  },
  VALUE_NOT_ALLOWED: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: '"{key}" cannot be "{value}"; it is one of {allowed}.',
  },
  BUCKET_NAME_INVALID: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: '"{value}" is not the name of a bucket: {reason}.',
    hint: 'Give the bare name of an existing bucket, for example mybucket.',
  },
  BUCKET_NAME_OLD_STYLE: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: 'Only old buckets in us-east-1 can have a name such as "{value}".',
    hint: 'Check the name; new buckets have lower-case letters, digits, dots and hyphens, 63 characters at most.',
  },
  VAULT_NAME_INVALID: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: '"{value}" is not the name of a vault.',
    hint: 'Vault names have 1 to 255 letters, digits, "_", "-" and ".".',
  },
  ACCESS_KEY_ID_INVALID: {
    serviceCode: 'InvalidAccessKeyIdException',
    severity: 'error',
    message: 'The value of "{key}" is not an access key ID.',
    hint: 'It has 16 to 128 letters and digits, for example AKIAIOSFODNN7EXAMPLE. It may be left out.',
  },
  EMAIL_INVALID: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: '"{value}" is not an e-mail address.',
    hint: 'Write name@example.com; several addresses are separated by ";".',
  },
  FILE_SYSTEM_NOT_ALLOWED: {
    serviceCode: 'InvalidFileSystemException',
    severity: 'error',
    message: '"fileSystem" cannot be "{value}"; it is one of {allowed}.',
  },
  PATTERN_INVALID: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: 'The regular expression in "{key}" is not valid{where}: {reason}.',
    hint: 'Patterns are Java regular expressions: \\.psd$ finds every file that ends in ".psd".',
  },
} as const satisfies Record<string, CodeEntry>
