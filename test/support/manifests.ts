/** A full S3 import manifest; `lines` replace or add options at the top level. */
export const importManifest = (...lines: string[]) =>
  [
    'manifestVersion:2.0',
    'bucket:sequencer-archive',
    'deviceId:WX21-0046',
    'eraseDevice:yes',
    'notificationEmail:storage@example.com',
    ...lines,
    'returnAddress:',
    '    name:Storage Desk',
    '    street1:123 Any Street',
    '    city:Anytown',
    '    stateOrProvince:WA',
    '    postalCode:91011-1111',
    '    phoneNumber:+1 206-555-1111',
    '    country:USA',
    '',
  ].join('\n')

/** A full S3 export manifest with two buckets. */
export const exportManifest = (...lines: string[]) =>
  [
    'manifestVersion:2.0',
    'deviceId:EX-7',
    'logBucket:logs',
    'fileSystem:NTFS',
    'notificationEmail:storage@example.com',
    ...lines,
    'returnAddress:',
    '    name:Storage Desk',
    '    street1:123 Any Street',
    '    city:Anytown',
    '    stateOrProvince:WA',
    '    postalCode:91011-1111',
    '    phoneNumber:+1 206-555-1111',
    '    country:USA',
    'operations:',
    '    - exportBucket:results',
    '',
  ].join('\n')
