import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { JobType, Kind } from '../../lib/manifest/manifest.ts'
import { readManifest } from '../../lib/manifest/read.ts'
import { ebsText, exportText, importText } from './manifest-texts.ts'

const EXPORT = exportText('operations:', '  - exportBucket:mybucket')

/** `line:column code pointer` of each diagnostic. */
const told = (text: string, options = {}) =>
  readManifest(text, options).diagnostics.map(({ line, column, code, pointer }) =>
    `${line}:${column} ${code} ${pointer}`.trim(),
  )

describe('reading a manifest', () => {
  it('gives every option, text as it was typed', () => {
    const { manifest } = readManifest(readFileSync('test/fixtures/manifests/import-every-option.txt', 'utf8'))

    expect(manifest).toEqual({
      kind: 's3-import',
      jobType: 'Import',
      manifestVersion: '2.0',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      generator: 'Text editor',
      deviceId: 'S/N 123XXXY1934883',
      bucket: 'import-target',
      eraseDevice: true,
      logBucket: 'import-log',
      logPrefix: 'logs/',
      notificationEmail: 'jo@example.com',
      serviceLevel: 'standard',
      trueCryptPassword: 'it\'s # "quoted" \\ and odd ',
      pinCode: '0042',
      prefix: 'imported/',
      acl: 'authenticated-read',
      cacheControl: 'max-age=3600',
      contentDisposition: 'attachment',
      contentLanguage: 'Spanish',
      contentTypes: { jpg: 'image/jpeg', JPG: 'image/jpeg', txt: 'text/plain' },
      defaultContentType: 'application/octet-stream',
      diskTimestampMetadataKey: 'disk-timestamp',
      expires: 'tomorrow',
      ignore: [
        '^lost\\+found/',
        '^\\$Recycle\\.bin/',
        '^RECYCLER/',
        '^RECYCLED/',
        '.*~$',
        '.*\\.swp$',
        '^backup/',
        '\\.psd$',
        '(?:tmp|bak)$',
        '[Tt]humbs\\.db$',
      ],
      setContentEncodingForGzFiles: true,
      staticMetadata: { 'import-timestamp': 'Wed, 23 Feb 2011 01:55:59 GMT', application: 'AppImportedData' },
      storageClass: 'REDUCED_REDUNDANCY',
      substitutions: [
        { from: 'A', to: 'a' },
        { from: 'B', to: 'b' },
        { from: 'C', to: '' },
      ],
      returnAddress: {
        name: 'Jo Example',
        street1: '500 Example Road',
        city: 'Anytown',
        stateOrProvince: 'WA',
        postalCode: '01234',
        country: 'USA',
        phoneNumber: '+1 206-555-1111',
      },
    })
  })

  it('keeps what no table knows', () => {
    const { valid, manifest } = readManifest(importText('colour:red', 'sizes:', '  - a:1', '    b:', '  - c'))

    expect(valid).toBe(true)
    expect(manifest?.unknown).toEqual({ colour: 'red', sizes: [{ a: '1', b: '' }, 'c'] })
  })

  it('takes an empty option for none', () => {
    const { manifest } = readManifest(importText('logPrefix:', 'pinCode: ""', 'customs:'))

    expect(manifest).toEqual(readManifest(importText()).manifest)
  })

  it('reports everything that is wrong at once, each where it stands', () => {
    const text = [
      'manifestVersion:9',
      'bucket:s3://import-target',
      'eraseDevice maybe',
      'acl:[private|public-read]',
      'notificationEmail:nobody',
      'returnAddress:',
      '  name:',
      '  street1:PO Box 7',
    ].join('\r\n')

    expect(told(text)).toEqual([
      '1:1 OPTION_MISSING /deviceId',
      '1:1 OPTION_MISSING /eraseDevice',
      '1:17 VALUE_NOT_ALLOWED /manifestVersion',
      '2:8 BUCKET_NAME_INVALID /bucket',
      '3:1 NOT_A_PAIR',
      '4:5 PLACEHOLDER /acl',
      '5:19 EMAIL_INVALID /notificationEmail',
      '6:1 OPTION_MISSING /returnAddress/city',
      '6:1 OPTION_MISSING /returnAddress/postalCode',
      '6:1 OPTION_MISSING /returnAddress/country',
      '6:1 OPTION_MISSING /returnAddress/phoneNumber',
      '7:3 OPTION_EMPTY /returnAddress/name',
      '8:11 PO_BOX /returnAddress/street1',
    ])
  })

  it.each<[Kind, JobType, string]>([
    ['s3-import', 'Import', importText()],
    ['s3-export', 'Export', EXPORT],
    ['ebs-import', 'Import', ebsText()],
    ['glacier-import', 'Import', 'operations:\n- vaultName:v'],
    ['glacier-import', 'Import', 'operations:\n- destination:glacier\n  deviceCapacityGreaterThan1TB:no'],
    ['ebs-import', 'Import', 'operations:\n- region:us-east-1\n  deviceCapacityGreaterThan1TB:no'],
    ['s3-export', 'Export', 'bucket:b\noperations:\n- exportBucket:b'],
    ['s3-export', 'Export', 'fileSystem:NTFS'],
    ['s3-export', 'Export', 'manifestVersion:2.0\noperations:'],
    ['s3-import', 'Import', 'manifestVersion:3.0\nbucket:b'],
  ])('reports that it is of kind %s', (kind, jobType, text) => {
    expect(readManifest(text)).toMatchObject({ kind, jobType })
  })

  it('lets the job type decide where the manifest leaves it open', () => {
    expect(readManifest('deviceId:1').kind).toBeUndefined()
    expect(readManifest('deviceId:1', { jobType: 'Import' }).kind).toBe('s3-import')
    expect(readManifest('deviceId:1', { jobType: 'Export' }).kind).toBe('s3-export')
    expect(told('deviceId:1')).toContain('1:1 KIND_UNCLEAR')
  })

  it.each([
    [importText(), 'Export', '2:1 JOB_TYPE_MISMATCH /bucket'],
    [EXPORT, 'Import', '7:5 JOB_TYPE_MISMATCH /operations/0/exportBucket'],
    [ebsText(), 'Export', '7:5 JOB_TYPE_MISMATCH /operations/0/destination'],
  ] as const)('reports at the deciding option that the job type is another one', (text, jobType, diagnostic) => {
    const reading = readManifest(text, { jobType })

    expect(told(text, { jobType })).toEqual([diagnostic])
    expect(reading.valid).toBe(false)
    expect(reading.jobType).not.toBe(jobType)
  })

  it('warns of what only the later rules refuse, and refuses it by those', () => {
    const text = importText()
      .replace('eraseDevice:yes', 'eraseDevice:no')
      .replace(/notificationEmail.*/, '')
    const codes = ['ERASE_DEVICE_NOT_YES', 'NOTIFICATION_EMAIL_MISSING']

    const early = readManifest(text)
    const late = readManifest(text, { era: '2015' })

    expect(early.valid).toBe(true)
    expect(early.diagnostics.map(({ code, severity }) => `${code} ${severity}`).sort()).toEqual(
      codes.map(code => `${code} warning`),
    )
    expect(late.valid).toBe(false)
    expect(late.diagnostics.map(({ code, severity }) => `${code} ${severity}`).sort()).toEqual(
      codes.map(code => `${code} error`),
    )
  })

  it('lists 100 at most, and notes that there are more', () => {
    const many = (count: number) =>
      readManifest(importText(...Array.from({ length: count }, (_, n) => `option${n}x:1`)))

    expect(many(100).diagnostics).toHaveLength(100)
    expect(many(100).diagnostics.at(-1)).toMatchObject({ code: 'OPTION_UNKNOWN' })
    expect(many(101).diagnostics).toHaveLength(100)
    expect(many(101).diagnostics.at(-1)).toMatchObject({
      code: 'TOO_MANY_FAULTS',
      severity: 'warning',
      detail: 'Only the first 99 of 101 diagnostics are listed.',
    })
    expect(many(101).valid).toBe(true)
  })

  it('is an error to have too many faults if one that is left out is an error', () => {
    const { valid, diagnostics } = readManifest(
      importText(...Array.from({ length: 120 }, (_, n) => `option${n}x:1`)).replace('country:USA', 'country:[USA]'),
    )

    expect(valid).toBe(false)
    expect(diagnostics.at(-1)).toMatchObject({
      code: 'TOO_MANY_FAULTS',
      severity: 'error',
      serviceCode: 'InvalidManifestFieldException',
    })
  })

  it('measures the text in bytes', () => {
    const padded = (sign: string, count: number) => importText(`generator:${sign.repeat(count)}`)
    const room = 65_536 - new TextEncoder().encode(padded('', 0)).length

    expect(readManifest(padded('x', room)).valid).toBe(true)
    expect(told(padded('x', room + 1))).toEqual(['1:1 MANIFEST_TOO_LARGE'])
    expect(told(padded('é', room / 2 + 1))).toEqual(['1:1 MANIFEST_TOO_LARGE'])
  })

  it.each([
    ['', 'MANIFEST_EMPTY', 'MissingParameterException'],
    [' \r\n\t\n', 'MANIFEST_EMPTY', 'MissingParameterException'],
    ['# only a remark\n', 'MANIFEST_MALFORMED', 'MalformedManifestException'],
    ['---\n', 'MANIFEST_MALFORMED', 'MalformedManifestException'],
    ['--- {}\n\n', 'MANIFEST_MALFORMED', 'MalformedManifestException'],
    ['some words\nand more', 'MANIFEST_MALFORMED', 'MalformedManifestException'],
    ['file://my-manifest', 'MANIFEST_IS_PATH', 'MalformedManifestException'],
    ['C:\\jobs\\manifest.txt', 'MANIFEST_IS_PATH', 'MalformedManifestException'],
    ['/home/jo/manifest', 'MANIFEST_IS_PATH', 'MalformedManifestException'],
    ['~/manifest', 'MANIFEST_IS_PATH', 'MalformedManifestException'],
    ['manifest.yaml\n', 'MANIFEST_IS_PATH', 'MalformedManifestException'],
    ['{"manifestVersion": "2.0"}', 'OTHER_FORMAT', 'MalformedManifestException'],
    ['<?xml version="1.0"?>', 'OTHER_FORMAT', 'MalformedManifestException'],
    ['manifestVersion%3A2.0%0Abucket%3Ab', 'OTHER_FORMAT', 'MalformedManifestException'],
    ['%PDF-1.7\n%', 'OTHER_FORMAT', 'MalformedManifestException'],
  ])('knows that %j is no manifest', (text, code, serviceCode) => {
    const reading = readManifest(text)

    expect(reading.valid).toBe(false)
    expect(reading.diagnostics).toMatchObject([{ code, serviceCode }])
  })

  it.each([
    ['deviceId:HD\u0000001\u0000\u0000', '3:12 CONTROL_CHARACTER', '3:16 CONTROL_CHARACTER'],
    ['deviceId:HD001\rx', '3:15 CONTROL_CHARACTER'],
    ['deviceId:\ud800', '3:10 CONTROL_CHARACTER'],
    ['deviceId:\ufeffHD001', '3:10 CONTROL_CHARACTER'],
  ])('finds the characters of %j that no text has', (line, ...diagnostics) => {
    expect(told(importText().replace('deviceId:HD001', line))).toEqual(diagnostics)
  })

  it.each([
    ['acl:private;', '6:5 TRAILING_SEMICOLON /acl', 'Write acl:private.'],
    ['acl:private # the default', '6:5 VALUE_NOT_ALLOWED /acl', /comment needs a line of its own/],
    ['acl:PRIVATE', '6:5 VALUE_NOT_ALLOWED /acl', /Did you mean "private"/],
    ['acl:private | public-read', '6:5 PLACEHOLDER /acl', 'Keep one of the choices only.'],
    ['acl:“private”', '6:5 SMART_QUOTES /acl', /straight/],
    ['“acl”:private', '6:1 SMART_QUOTES /“acl”', /straight/],
    ['prefix:<folder>', '6:8 PLACEHOLDER /prefix', /quotes/],
    ['prefix: a #b', '6:11 HASH_IN_VALUE /prefix', /line of its own/],
    ['acll:private', '6:1 OPTION_MISSPELT /acll', 'Did you mean "acl"?'],
    ['ACL:private', '6:1 OPTION_MISSPELT /ACL', 'Did you mean "acl"?'],
    ['storageclass:STANDARD', '6:1 OPTION_MISSPELT /storageclass', 'Did you mean "storageClass"?'],
    ['city:Anytown', '6:1 OPTION_UNKNOWN /city', 'It belongs below "returnAddress": indent it there.'],
    ['a/b~c:d', '6:1 OPTION_UNKNOWN /a~1b~0c', /waybill schema/],
    ['fileSystem:NTFS', '6:1 OPTION_OF_OTHER_KIND /fileSystem', /kind of job/],
    ['prefix:\n  a:b', '6:1 VALUE_EXPECTED /prefix', 'Write prefix:value.'],
    ['ignore:x', '6:8 LIST_EXPECTED /ignore', /"- \\.psd\$"/],
    ['contentTypes:x', '6:14 MAP_EXPECTED /contentTypes', /name:value/],
    ['customs:no', '6:9 MAP_EXPECTED /customs', /dataDescription:…/],
    ['ignore:\n  - a: b\n    c: d', '7:5 VALUE_EXPECTED /ignore/0', /:value/],
    ['staticMetadata:\n  a:\n    b:c', '7:3 VALUE_EXPECTED /staticMetadata/a', /a:value/],
    ['accessKeyId:wJalrXUtnFEMI/K7MDENG', '6:13 ACCESS_KEY_ID_INVALID /accessKeyId', /may be left out/],
  ])('explains what is invalid about %j and what to do', (line, diagnostic, hint) => {
    const { diagnostics } = readManifest(importText(line))

    expect(told(importText(line))).toEqual([diagnostic])
    expect(diagnostics[0]?.hint).toMatch(hint)
  })

  it('points at the misspelt name where a required option is missing', () => {
    const text = importText().replace('deviceId', 'deviceID')

    expect(told(text)).toEqual(['3:1 OPTION_MISSPELT /deviceID', '3:1 OPTION_MISSING /deviceId'])
  })

  it('reads an export whose one operation has no dash all the same', () => {
    const text = exportText('operations:', '  exportBucket:[bucket]')

    expect(told(text)).toEqual(['6:1 LIST_EXPECTED /operations', '7:16 PLACEHOLDER /operations/exportBucket'])
  })

  it('takes anything in quotes for meant so', () => {
    const text = importText('trueCryptPassword:"[x]"', 'pinCode: "**1**"', 'prefix: "“a” #b"')

    expect(told(text)).toEqual([])
  })

  it('never shows a secret, nor what could steer a terminal', () => {
    const text = importText(
      'trueCryptPassword:“hunter2”',
      'pinCode:\n  a:hunter2',
      'x\u001b[31m:1',
      `acl:${'y'.repeat(999)}`,
    )
    const { diagnostics } = readManifest(text)

    const said = diagnostics.map(({ detail, hint }) => `${detail} ${hint}`).join('\n')
    expect(said).not.toContain('hunter2')
    expect(said).not.toContain('\u001b')
    expect(said.length).toBeLessThan(2000)
  })
})
