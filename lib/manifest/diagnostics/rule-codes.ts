import type { CodeEntry } from './code-entry.ts'

/** Diagnostics about the relations between options: what each of them allows by itself but not together. */
export const RULE_CODES = {
  ERASE_DEVICE_NOT_YES: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'by-era',
    message: '"eraseDevice" is not yes.',
    hint: 'Write eraseDevice:yes to agree that the device is erased before it is sent back.',
  },
  EXPORT_NOT_ENCRYPTED: {
    serviceCode: 'MissingManifestFieldException',
    severity: 'by-era',
    message: 'An export needs "trueCryptPassword" or "pinCode".',
    hint: 'Add trueCryptPassword:… (the data comes in an encrypted container) or the pinCode of a device with a keypad.',
  },
  FILE_SYSTEM_OLD: {
    serviceCode: 'InvalidFileSystemException',
    severity: 'by-era',
    message: 'Only an early edition of the guide allows the file system "{value}".',
    hint: 'Use NTFS or EXT4.',
  },
  LOG_PREFIX_TOO_LONG: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: '"logPrefix" has {bytes} bytes; with the log\'s name after it the key would exceed 1,024.',
    hint: 'Use at most 1,008 bytes.',
  },
  ARCHIVE_COMMENT_TOO_LONG: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: '"archiveComment" has {length} characters; 997 are allowed.',
  },
  MARKERS_OUT_OF_ORDER: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: '"endMarker" does not come after "beginMarker", so nothing is exported.',
    hint: 'Keys are exported in alphabetical order, from after beginMarker up to and including endMarker.',
  },
  STATE_MISSING: {
    serviceCode: 'MissingManifestFieldException',
    severity: 'error',
    message: '"stateOrProvince" is missing; an address in {country} needs it.',
  },
  PO_BOX: {
    serviceCode: 'InvalidAddressException',
    severity: 'error',
    message: '"{key}" is a post-office box.',
    hint: 'Give a street address: parcel carriers do not deliver to boxes.',
  },
  POSTAL_CODE_SHORT: {
    serviceCode: 'InvalidAddressException',
    severity: 'warning',
    message: 'A ZIP code has five digits; "{value}" has lost {zeros}.',
    hint: 'Write it with its zeros, for example 02139. Spreadsheets drop them.',
  },
  NUMBER_CHANGED: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: '"{key}" looks like a number that a spreadsheet has changed: {value}.',
    hint: 'Type it again as it is on the device, the letter or the list that it comes from.',
  },
  PHONE_INCOMPLETE: {
    serviceCode: 'InvalidAddressException',
    severity: 'warning',
    message: 'The phone number {problem}.',
    hint: 'Write it with its country code, for example +49 30 5550 1111.',
  },
  ADDRESS_OUTSIDE_EU: {
    serviceCode: 'InvalidAddressException',
    severity: 'error',
    message: 'A device for {region} must come from and go back to the European Union; {country} is not part of it.',
    hint: 'Use buckets or snapshots of another region, or a return address within the Union.',
  },
  CUSTOMS_MISSING: {
    serviceCode: 'MissingCustomsException',
    severity: 'error',
    message: 'A "customs" section is missing: the device travels between {country} and {facility}.',
    hint: 'Add customs: with dataDescription, encryptedData, exportCertifierName and so on.',
  },
  CUSTOMS_OPTION_MISSING: {
    serviceCode: 'MissingCustomsException',
    severity: 'error',
    message: '"{key}" is missing or empty in "customs".',
    hint: 'Complete the declaration.',
  },
  CUSTOMS_VALUE_NOT_ALLOWED: {
    serviceCode: 'InvalidCustomsException',
    severity: 'error',
    message: '"{key}" cannot be "{value}"; it is {allowed}.',
  },
  EXPEDITED_SHIPPING_ABROAD: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: 'Expedited shipping goes only from the United States to an address in the United States.',
    hint: 'Write serviceLevel:standard.',
  },
  MULTIPLE_REGIONS: {
    serviceCode: 'MultipleRegionsException',
    severity: 'error',
    message: '"{bucket}" is in {region}, but "{first}" is in {firstRegion}; all buckets of a job are in one region.',
    hint: 'Make one job a region.',
  },
  REPLACEMENT_REFUSED: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: 'Java refuses this replacement for "{key}": {reason}.',
    hint: 'In a replacement $1 stands for what the first group found, and a backslash protects the next character.',
  },
  PATTERN_NEVER_MATCHES: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: 'No path begins with "/", so this pattern in "ignore" finds nothing.',
    hint: 'Write ^backup/ instead of ^/backup/.',
  },
} as const satisfies Record<string, CodeEntry>
