/** An S3 import without a fault; `lines` are added at the top level. */
export const importText = (...lines: string[]) =>
  [
    'manifestVersion:2.0',
    'bucket:import-target',
    'deviceId:HD001',
    'eraseDevice:yes',
    'notificationEmail:jo@example.com',
    ...lines,
    ...address(),
  ].join('\n')

/** An S3 export without a fault. */
export const exportText = (...lines: string[]) =>
  [
    'manifestVersion:2.0',
    'deviceId:HD001',
    'fileSystem:NTFS',
    'pinCode:4711',
    'logBucket:export-log',
    ...lines,
    ...address(),
  ].join('\n')

/** An EBS import without a fault, but for what `changes` say. */
export const ebsText = (changes: { region?: string; country?: string; state?: string } = {}, ...lines: string[]) =>
  [
    'manifestVersion:3.0',
    'deviceId:HD001',
    'eraseDevice:yes',
    'logBucket:ebs-log',
    'notificationEmail:jo@example.com',
    'operations:',
    '  - destination:ebs-snapshot',
    '    source:device',
    `    region:${changes.region ?? 'us-east-1'}`,
    '    deviceCapacityGreaterThan1TB:no',
    ...lines,
    ...address(changes),
  ].join('\n')

const address = ({ country = 'USA', state = 'WA' }: { country?: string; state?: string } = {}) => [
  'returnAddress:',
  '  name:Jo Example',
  '  street1:500 Example Road',
  '  city:Anytown',
  `  stateOrProvince:${state}`,
  '  postalCode:98100',
  `  country:${country}`,
  '  phoneNumber:+1 206-555-1111',
  '',
]
