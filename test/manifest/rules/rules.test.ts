import { describe, expect, it } from '@jest/globals'
import { readManifest } from '../../../lib/manifest/read.ts'
import { ebsText, exportText, importText } from '../manifest-texts.ts'

const codes = (text: string, options = {}) => readManifest(text, options).diagnostics.map(({ code }) => code)
const OPERATION = ['operations:', '  - exportBucket:mybucket']
const CUSTOMS = [
  'customs:',
  '  dataDescription:Test results',
  '  encryptedData:no',
  '  exportCertifierName:Jo Example',
  '  requiresExportLicense:no',
  '  deviceValue:250.00',
  '  deviceCountryOfOrigin:China',
  '  deviceType:usbFlashDrive',
]
const glacierText = (comment: string) =>
  ebsText()
    .replace('ebs-snapshot', 'glacier')
    .replace('deviceCapacityGreaterThan1TB:no', `vaultName:v\n    archiveComment:${comment}`)
const from = (country: string, text: string) =>
  text
    .replace('country:USA', `country:${country}`)
    .replace(/ {2}stateOrProvince:.*\n/, '')
    .replace('+1 ', '+49 ')

describe('rules between options', () => {
  it.each([importText(), exportText(...OPERATION), ebsText(), glacierText('daily')])(
    'find nothing in a good manifest',
    text => {
      expect(codes(text, { era: '2015' })).toEqual([])
    },
  )

  it.each([
    ['eraseDevice:no', ['ERASE_DEVICE_NOT_YES']],
    ['eraseDevice:True', []],
  ])('an import with %s', (line, expected) => {
    expect(codes(importText().replace('eraseDevice:yes', line))).toEqual(expected)
  })

  it.each([
    [['pinCode:1'], []],
    [['trueCryptPassword:x'], []],
    [['trueCryptPassword:'], ['EXPORT_NOT_ENCRYPTED']],
    [[], ['EXPORT_NOT_ENCRYPTED']],
  ])('an export with %j for encryption', (lines, expected) => {
    expect(codes(exportText(...OPERATION, ...lines).replace('pinCode:4711\n', ''))).toEqual(expected)
  })

  it.each([
    ['NTFS', []],
    ['EXT4', []],
    ['FAT32', ['FILE_SYSTEM_OLD']],
    ['ntfs', ['FILE_SYSTEM_NOT_ALLOWED']],
  ])('an export to file system %s', (fileSystem, expected) => {
    expect(codes(exportText(...OPERATION).replace('NTFS', fileSystem))).toEqual(expected)
  })

  it.each([
    ['x'.repeat(1008), []],
    ['x'.repeat(1009), ['LOG_PREFIX_TOO_LONG']],
    ['é'.repeat(504), []],
    ['é'.repeat(505), ['LOG_PREFIX_TOO_LONG']],
  ])('a log key has 1,024 bytes at most', (prefix, expected) => {
    expect(codes(importText(`logPrefix:${prefix}`))).toEqual(expected)
  })

  it.each([
    ['x'.repeat(997), []],
    ['🚚'.repeat(997), []],
    ['x'.repeat(998), ['ARCHIVE_COMMENT_TOO_LONG']],
  ])('an archive comment has 997 characters at most', (comment, expected) => {
    expect(codes(glacierText(comment))).toEqual(expected)
  })

  it.each([
    ['a', 'b', []],
    ['a', 'ab', []],
    ['a', 'a', ['MARKERS_OUT_OF_ORDER']],
    ['ab', 'a', ['MARKERS_OUT_OF_ORDER']],
    ['b', 'a', ['MARKERS_OUT_OF_ORDER']],
    // By code points, as UTF-8 orders them; UTF-16 would say the opposite.
    ['\uff5e', '🚚', []],
    ['', 'a', []],
  ])('an operation from %j to %j', (begin, end, expected) => {
    expect(codes(exportText(...OPERATION, `    beginMarker:${begin}`, `    endMarker:${end}`))).toEqual(expected)
  })

  it.each([
    ['USA', ['STATE_MISSING']],
    ['united states of america', ['STATE_MISSING']],
    ['CA', ['STATE_MISSING']],
    ['France', []],
    ['Your Country', []],
  ])('an address in %s without a state', (country, expected) => {
    expect(codes(from(country, importText()))).toEqual(expected)
  })

  it.each([
    ['PO Box 1', ['PO_BOX']],
    ['p.o.box 1', ['PO_BOX']],
    ['Post Office Box 1', ['PO_BOX']],
    ['5 Boxwood Road', []],
  ])('a street called %s', (street, expected) => {
    expect(codes(importText().replace('500 Example Road', street))).toEqual(expected)
  })

  it.each([
    ['USA', '206-555-1111', []],
    ['Your Country', '206-555-1111', []],
    ['Germany', '030 5550 1111', ['PHONE_INCOMPLETE']],
    ['Germany', '+49 30 5550 1111', []],
    ['Germany', '0049 30 5550 1111', []],
    ['USA', '555', ['PHONE_INCOMPLETE']],
    ['USA', 'on request', ['PHONE_INCOMPLETE']],
  ])('a phone number in %s: %s', (country, phone, expected) => {
    expect(codes(importText().replace('country:USA', `country:${country}`).replace('+1 206-555-1111', phone))).toEqual(
      expected,
    )
  })

  it.each([
    ['us-west-2', 'Japan', ['CUSTOMS_MISSING']],
    ['us-west-2', 'Atlantis', []],
    ['ap-southeast-1', 'Singapore', []],
    ['ap-southeast-1', 'Malaysia', ['CUSTOMS_MISSING']],
    ['eu-west-1', 'France', []],
    ['eu-west-1', 'UK', []],
    ['eu-west-1', 'Switzerland', ['ADDRESS_OUTSIDE_EU']],
  ])('a device for %s from %s', (region, country, expected) => {
    expect(codes(from(country, ebsText({ region })))).toEqual(expected)
  })

  it('knows the facility of an S3 job where the region of a bucket is known', () => {
    const text = from('Japan', importText())

    expect(codes(text)).toEqual([])
    expect(codes(text, { bucketRegions: { 'import-target': 'us-west-1' } })).toEqual(['CUSTOMS_MISSING'])
    expect(codes(`${text}${CUSTOMS.join('\n')}`, { bucketRegions: { 'import-target': 'us-west-1' } })).toEqual([])
  })

  it('takes buckets of one region only', () => {
    const text = exportText(...OPERATION, '  - exportBucket:otherbucket')
    const { diagnostics } = readManifest(text, {
      bucketRegions: { 'export-log': 'us-east-1', mybucket: 'us-east-1', otherbucket: 'eu-west-1' },
    })

    expect(diagnostics).toMatchObject([{ code: 'MULTIPLE_REGIONS', pointer: '/operations/1/exportBucket' }])
    expect(codes(ebsText(), { bucketRegions: { 'ebs-log': 'eu-west-1' } })).toContain('MULTIPLE_REGIONS')
  })

  it.each([
    ['  encryptedData:no', '  encryptedData:yes', ['CUSTOMS_OPTION_MISSING']],
    ['  encryptedData:no', '  encryptedData:Yes\n  encryptionClassification:5D992', []],
    ['  encryptedData:no', '  encryptedData:perhaps', ['CUSTOMS_VALUE_NOT_ALLOWED']],
    ['  encryptedData:no', '', ['CUSTOMS_OPTION_MISSING']],
    ['  deviceValue:250.00', '  deviceValue:', ['CUSTOMS_OPTION_MISSING']],
    ['  deviceValue:250.00', '  deviceValue:cheap', ['CUSTOMS_VALUE_NOT_ALLOWED']],
    ['  deviceType:usbFlashDrive', '  deviceType:tape', ['CUSTOMS_VALUE_NOT_ALLOWED']],
    ['  deviceType:usbFlashDrive', '  deviceType:sataDrive\n  deviceHTS:8471', ['CUSTOMS_VALUE_NOT_ALLOWED']],
    ['  deviceType:usbFlashDrive', '  deviceType:sataDrive\n  deviceHTS:8471.70.4065', []],
  ])('customs with %s changed to %j', (line, change, expected) => {
    expect(codes(importText(...CUSTOMS).replace(line, change))).toEqual(expected)
  })

  it.each([
    ['USA', 'us-east-1', []],
    ['Your Country', 'us-east-1', []],
    ['USA', 'ap-southeast-1', ['CUSTOMS_MISSING', 'EXPEDITED_SHIPPING_ABROAD']],
    ['Germany', 'us-east-1', ['CUSTOMS_MISSING', 'EXPEDITED_SHIPPING_ABROAD']],
  ])('expedited shipping to %s from the facility of %s', (country, region, expected) => {
    expect(codes(ebsText({ country, region }, 'serviceLevel:expeditedShipping')).toSorted()).toEqual(
      country === 'Germany' ? [...expected].toSorted() : expected,
    )
  })

  it.each([
    ['\\.psd$', []],
    ['*.psd', ['PATTERN_INVALID']],
    ['(a', ['PATTERN_INVALID']],
    ['[a', ['PATTERN_INVALID']],
    ['""', ['PATTERN_INVALID']],
    ['^/backup/', ['PATTERN_NEVER_MATCHES']],
  ])('an ignore pattern %s', (pattern, expected) => {
    expect(codes(importText('ignore:', `  - ${pattern}`))).toEqual(expected)
  })

  it('checks the patterns of substitutions, where they stand', () => {
    const { diagnostics } = readManifest(importText('substitutions:', '  a/b:c', '  "(a/": b'))

    expect(diagnostics).toMatchObject([
      { code: 'PATTERN_INVALID', pointer: '/substitutions/(a~1', line: 8, column: 10 },
    ])
  })

  it.each([
    ['mybucket', []],
    ['my.bucket-1', []],
    ['myBucket', ['BUCKET_NAME_OLD_STYLE']],
    ['my_bucket', ['BUCKET_NAME_OLD_STYLE']],
    ['ab', ['BUCKET_NAME_INVALID']],
    ['my..bucket', ['BUCKET_NAME_INVALID']],
    ['192.168.5.4', ['BUCKET_NAME_INVALID']],
    ['mybucket/incoming', ['BUCKET_NAME_INVALID']],
    ['arn:aws:s3:::mybucket', ['BUCKET_NAME_INVALID']],
    ['my bucket', ['BUCKET_NAME_INVALID']],
    ['x'.repeat(63), []],
    ['x'.repeat(64), ['BUCKET_NAME_OLD_STYLE']],
    ['x'.repeat(256), ['BUCKET_NAME_INVALID']],
  ])('a bucket called %s', (bucket, expected) => {
    expect(codes(importText().replace('import-target', bucket))).toEqual(expected)
  })

  it.each([
    ['jo@example.com', []],
    ['jo@example.com;al@example.com;', []],
    ['jo@example.com,al@example.com', ['EMAIL_INVALID']],
    ['Jo <jo@example.com>', ['EMAIL_INVALID']],
    [';', ['EMAIL_INVALID']],
  ])('notifications to %s', (emails, expected) => {
    expect(codes(importText().replace('jo@example.com', emails))).toEqual(expected)
  })

  it.each([
    ['v', []],
    ['2012-07_archive.x', []],
    ['my vault', ['VAULT_NAME_INVALID']],
  ])('a vault called %s', (vault, expected) => {
    expect(codes(glacierText('daily').replace('vaultName:v', `vaultName:${vault}`))).toEqual(expected)
  })

  it('has other regions for a vault than for a snapshot', () => {
    expect(codes(glacierText('daily').replace('us-east-1', 'ap-southeast-1'))).toEqual(['VALUE_NOT_ALLOWED'])
    expect(codes(ebsText({ region: 'eu-central-1' }))).toEqual(['VALUE_NOT_ALLOWED'])
  })
})
