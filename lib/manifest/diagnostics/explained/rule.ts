import type { Explanation } from '../code-entry.ts'
import type { RULE_CODES } from '../rule-codes.ts'

const EXPORT = 'operations:\n  - exportBucket:mybucket'

/** Diagnostics about the relations between options. */
export const EXPLAINED_RULE: Readonly<Record<keyof typeof RULE_CODES, Explanation>> = {
  ERASE_DEVICE_NOT_YES: {
    means:
      'Until 2013 yes and no were allowed. Since then a device is erased after every import, and any other value is refused.',
    example: 'bucket:mybucket\neraseDevice:no',
    mended: 'bucket:mybucket\neraseDevice:yes',
  },
  EXPORT_NOT_ENCRYPTED: {
    means: "Since 2013 every export is encrypted. Earlier manifests, the guide's own among them, have no password.",
    example: EXPORT,
    mended: `${EXPORT}\ntrueCryptPassword:correct horse battery staple`,
  },
  FILE_SYSTEM_OLD: {
    means: 'The limits page of the first edition lists EXT2, EXT3 and FAT32 too; later ones do not.',
    example: `${EXPORT}\nfileSystem:FAT32`,
    mended: `${EXPORT}\nfileSystem:NTFS`,
  },
  LOG_PREFIX_TOO_LONG: {
    means:
      'The log is stored under logPrefix + "import-log-" or "export-log-" + the job ID, and S3 keys have at most 1,024 bytes.',
    example: `bucket:mybucket\nlogPrefix:${'logs/'.repeat(202)}`,
    mended: 'bucket:mybucket\nlogPrefix:logs/',
  },
  ARCHIVE_COMMENT_TOO_LONG: {
    means: 'The comment becomes the description of the Glacier archive.',
    example: `operations:\n  - destination:glacier\n    archiveComment:${'daily '.repeat(167)}`,
    mended: 'operations:\n  - destination:glacier\n    archiveComment:daily',
  },
  MARKERS_OUT_OF_ORDER: {
    means: 'Such an operation is legal but selects no key.',
    example: `${EXPORT}\n    beginMarker:images/b\n    endMarker:images/a`,
    mended: `${EXPORT}\n    beginMarker:images/a\n    endMarker:images/b`,
  },
  STATE_MISSING: {
    means: 'The carriers deliver to addresses in the United States and Canada only with a state or province.',
    example: 'bucket:mybucket\nreturnAddress:\n  city:Anytown\n  country:USA',
    mended: 'bucket:mybucket\nreturnAddress:\n  city:Anytown\n  stateOrProvince:WA\n  country:USA',
  },
  PO_BOX: {
    means:
      'The device is sent back by a parcel carrier to a physical address. A box is found in any line of the address, in the spellings of the countries from which devices come.',
    example: 'bucket:mybucket\nreturnAddress:\n  street1:P.O. Box 12',
    mended: 'bucket:mybucket\nreturnAddress:\n  street1:123 Any Street',
  },
  POSTAL_CODE_SHORT: {
    means: 'ZIP codes in New England, New Jersey and Puerto Rico begin with 0, which spreadsheets remove.',
    example: 'bucket:mybucket\nreturnAddress:\n  stateOrProvince:MA\n  postalCode:2139\n  country:USA',
    mended: 'bucket:mybucket\nreturnAddress:\n  stateOrProvince:MA\n  postalCode:02139\n  country:USA',
  },
  NUMBER_CHANGED: {
    means: 'A spreadsheet writes 98101 as 98101.0 and a long number as 1.23457E+12.',
    example: 'bucket:mybucket\ndeviceId:5.32404E+11',
    mended: 'bucket:mybucket\ndeviceId:532404500021',
  },
  PHONE_INCOMPLETE: {
    means: 'The carrier calls this number when it cannot deliver. The templates ask for the country code.',
    example: 'bucket:mybucket\nreturnAddress:\n  country:Germany\n  phoneNumber:030 5550 1111',
    mended: 'bucket:mybucket\nreturnAddress:\n  country:Germany\n  phoneNumber:+49 30 5550 1111',
  },
  ADDRESS_OUTSIDE_EU: {
    means: 'The facility in Ireland takes devices from within the European Union only.',
    example: 'operations:\n  - destination:ebs-snapshot\n    region:eu-west-1\nreturnAddress:\n  country:USA',
    mended: 'operations:\n  - destination:ebs-snapshot\n    region:eu-west-1\nreturnAddress:\n  country:France',
  },
  CUSTOMS_MISSING: {
    means:
      'A device that crosses a customs border, at the facilities in the United States and Singapore, needs a declaration.',
    example: 'operations:\n  - destination:ebs-snapshot\n    region:us-east-1\nreturnAddress:\n  country:Japan',
    mended: 'operations:\n  - destination:ebs-snapshot\n    region:us-east-1\nreturnAddress:\n  country:USA',
  },
  CUSTOMS_OPTION_MISSING: {
    means: 'A customs declaration must be complete; encryptionClassification is needed where encryptedData is yes.',
    example: 'bucket:mybucket\ncustoms:\n  encryptedData:yes',
    mended: [
      'bucket:mybucket\ncustoms:\n  dataDescription:Test results\n  encryptedData:no\n  exportCertifierName:John Doe',
      '  requiresExportLicense:no\n  deviceValue:250.00\n  deviceCountryOfOrigin:China\n  deviceType:usbFlashDrive',
    ].join('\n'),
  },
  CUSTOMS_VALUE_NOT_ALLOWED: {
    means: 'The customs declaration is passed on to the authorities, in their own terms.',
    example: 'bucket:mybucket\ncustoms:\n  deviceType:hard disk',
    mended: 'bucket:mybucket\ncustoms:\n  deviceType:externalStorageDevice',
  },
  EXPEDITED_SHIPPING_ABROAD: {
    means: 'serviceLevel:expeditedShipping is two-day shipping, offered within the United States.',
    example: 'bucket:mybucket\nserviceLevel:expeditedShipping\nreturnAddress:\n  country:Germany',
    mended: 'bucket:mybucket\nserviceLevel:standard\nreturnAddress:\n  country:Germany',
  },
  MULTIPLE_REGIONS: {
    means: 'A device goes to one facility, which reads and writes buckets of its own region.',
    example: '(buckets that are known to be in two regions)',
    mended: 'bucket:mybucket',
  },
  REPLACEMENT_REFUSED: {
    means:
      'substitutions work on file names like replaceAll of Java, where "$" and a backslash have a meaning. The guide does not state this, so it is a warning.',
    example: 'bucket:mybucket\nsubstitutions:\n  "-": "$"',
    mended: 'bucket:mybucket\nsubstitutions:\n  "-": "\\$"',
  },
  PATTERN_NEVER_MATCHES: {
    means: "Patterns are matched against the path below the device's root directory, which has no slash at its start.",
    example: 'bucket:mybucket\nignore:\n  - ^/backup/',
    mended: 'bucket:mybucket\nignore:\n  - ^backup/',
  },
}
