import { createHash } from 'node:crypto'
import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { barcodeSheet } from '../../lib/labels/barcode-sheet.ts'
import { packingSlip } from '../../lib/labels/packing-slip.ts'
import { openPaper, SIZES } from '../../lib/labels/paper.ts'
import { shippingLabel } from '../../lib/labels/shipping-label.ts'
import { EBS_IMPORT, S3_EXPORT, S3_IMPORT } from '../depot/sample-manifests.ts'
import { describeWith } from '../support/outside-tools.ts'
import { barcodesOf, PDF_TOOLS_MISSING, sheetSizesOf, textOf } from '../support/pdf.ts'
import { manifestOf, SENDER, SHIP_TO, SIGNATURE, SIGNATURE_FILE, TIMES, URL_OF_JOB } from './sample-jobs.ts'

const label = { jobIds: ['ABCDE'], sender: SENDER, shipTo: SHIP_TO, date: TIMES.createdAt, url: URL_OF_JOB } as const
const slip = { ...TIMES, jobId: 'ABCDE', shipTo: SHIP_TO, url: URL_OF_JOB }
const GLACIER_IMPORT = EBS_IMPORT.replace('ebs-snapshot', 'glacier').replace(
  '      deviceCapacityGreaterThan1TB: no\n',
  '      vaultName: vault-1\n      archiveComment: all of it\n',
)
const CUSTOMS = `customs:
  dataDescription:Test results
  encryptedData:yes
  encryptionClassification:5D002
  exportCertifierName:Jane Roe
  requiresExportLicense:no
  deviceValue:250.00
  deviceCountryOfOrigin:CN
  deviceType:externalStorageDevice
  deviceHTS:8471.70.4065
  typeOfExport:return
`
const oneLine = (text = '') => text.replace(/\s+/g, ' ').trim()

describeWith(PDF_TOOLS_MISSING, 'a shipping label, read by poppler and zbar', () => {
  it.each([
    ['4x6', [288, 432]],
    ['A6', [297.638, 419.528]],
  ] as const)('of size %s has sender, address and job ID on one sheet', async (size, sides) => {
    const pdf = await shippingLabel({ ...label, size })
    const [text, ...more] = await textOf(pdf)

    expect(more).toEqual([])
    expect(oneLine(text)).toBe(
      'FROM Jane Roe Example Corp. 123 Any Street Suite 4 Anytown, WA 91011-1111 USA Phone 206-555-1111 ' +
        'SHIP TO AWS Import/Export C/O AnyCompany JOBID ABCDE 123 Any Street Anytown, VA 22153 ' +
        "PARCEL 1 OF 1 Not a carrier's label. ABCDE",
    )
    const [width = 0, height = 0] = sides
    expect(await sheetSizesOf(pdf)).toEqual([[expect.closeTo(width, 1), expect.closeTo(height, 1)]])
    expect(await barcodesOf(pdf)).toEqual([
      expect.arrayContaining([
        { kind: 'CODE-128', text: 'ABCDE' },
        { kind: 'QR-Code', text: `JOBID ABCDE\nPARCEL 1/1\n${URL_OF_JOB}` },
      ]),
    ])
  })

  it.each([2, 3, 7, 20])('for %i jobs has every ID in the address and as a barcode', async count => {
    const ids = Array.from({ length: count }, (_, index) => `AB${String(index + 11)}Z`)
    const [first = '', ...others] = ids
    const pdf = await shippingLabel({ ...label, jobIds: [first, ...others] })

    const bars = (await barcodesOf(pdf)).flat().filter(({ kind }) => kind === 'CODE-128')
    expect(bars.map(({ text }) => text).sort()).toEqual(ids)
    const [text = ''] = await textOf(pdf)
    const inAddress = [...text.matchAll(/JOBID(.*)/g)].flatMap(([, line = '']) => line.trim().split(/\s+/))
    expect(inAddress).toEqual(ids)
  })

  it('writes letters that it has no font for as they sound, and notes it', async () => {
    const pdf = await shippingLabel({ ...label, sender: { ...SENDER, name: 'Łucja 東 Żółć', city: 'Москва' } })
    const [text] = await textOf(pdf)

    expect(oneLine(text)).toContain('Lucja Dong Zólc')
    expect(oneLine(text)).toContain('Moskva, WA')
    expect(oneLine(text)).toContain('Letters that this paper has no font for are written as they sound')
  })

  it('is made and can be scanned whatever the address is', async () => {
    const field = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(field, field, field, async (name, street1, city) => {
        const pdf = await shippingLabel({ ...label, sender: { ...SENDER, name, street1, city } })

        const [codes, ...more] = await barcodesOf(pdf)
        expect(more).toEqual([])
        expect(codes).toContainEqual({ kind: 'CODE-128', text: 'ABCDE' })
      }),
      { numRuns: 10 },
    )
  })
})

describeWith(PDF_TOOLS_MISSING, 'a barcode sheet, read by poppler and zbar', () => {
  it.each([
    ['an EBS job', EBS_IMPORT, 'Job type Import to an Amazon EBS snapshot', 'Snapshot in us-east-1'],
    ['a Glacier job', GLACIER_IMPORT, 'Job type Import to Amazon Glacier', 'Vault vault-1, us-east-1'],
  ])('of %s has the job, the instructions, and the signature to scan', async (_, manifest, kind, target) => {
    const pdf = await barcodeSheet({ ...slip, manifest: manifestOf(manifest), signature: SIGNATURE })
    const [text, ...more] = await textOf(pdf)

    expect(more).toEqual([])
    for (const part of [kind, target, 'Device ID HD002', 'Created 2026-11-21', 'Must arrive before 2026-12-21']) {
      expect(oneLine(text)).toContain(part)
    }
    expect(oneLine(text)).toContain('AWS Import/Export C/O AnyCompany JOBID ABCDE 123 Any Street Anytown, VA 22153')
    expect(oneLine(text)).toContain('tape it onto the device')
    const [codes] = await barcodesOf(pdf)
    expect(codes).toHaveLength(3)
    expect(codes).toEqual(
      expect.arrayContaining([
        { kind: 'CODE-128', text: 'ABCDE' },
        { kind: 'CODE-128', text: SIGNATURE },
        { kind: 'QR-Code', text: `JOBID ABCDE\nDEVICE HD002\n${URL_OF_JOB}` },
      ]),
    )
  })
})

describeWith(PDF_TOOLS_MISSING, 'a packing slip, read by poppler and zbar', () => {
  it('has all that who packs and who unpacks must know', async () => {
    const manifest = manifestOf(`${S3_IMPORT}${CUSTOMS}`)
    const handling = { makeAndModel: 'Acme 5', serialNumber: 'SN-1', sealNumber: '77', carrier: 'UPS' }
    const pdf = await packingSlip({ ...slip, manifest, handling, signatureFileContents: SIGNATURE_FILE })
    const text = oneLine((await textOf(pdf)).join(' '))

    const digest = createHash('sha256').update(SIGNATURE_FILE).digest('hex')
    for (const part of [
      'PACKING SLIP',
      'Parcel 1 of 1',
      'Job type Import to Amazon S3',
      'Device ID 49382',
      'Bucket mybucket',
      'Erase before return yes',
      'Make and model Acme 5',
      'Serial number SN-1',
      'AWS Import/Export C/O AnyCompany JOBID ABCDE 123 Any Street',
      'Return to Jane Roe 123 Any Street Anytown, WA 91011-1111 USA Phone 206-555-1111',
      'E-mail jane.roe@example.com',
      'Encryption class 5D002',
      'Value of the device 250.00',
      'Country of origin CN',
      'HTS code 8471.70.4065',
      `SHA-256 ${digest}`,
      'Seal number 77',
      'Carrier UPS',
      'Must arrive before 2026-12-21',
    ]) {
      expect(text).toContain(part)
    }
    expect((await barcodesOf(pdf)).flat()).toEqual(
      expect.arrayContaining([
        { kind: 'CODE-128', text: 'ABCDE' },
        {
          kind: 'QR-Code',
          text: `JOBID ABCDE\nDEVICE 49382\nPARCEL 1/1\nSIGNATURE-SHA256 ${digest.slice(0, 16)}\n${URL_OF_JOB}`,
        },
      ]),
    )
  })

  it('of a job with a barcode sheet asks for the barcode', async () => {
    const text = oneLine((await textOf(await packingSlip({ ...slip, manifest: manifestOf(EBS_IMPORT) }))).join(' '))

    expect(text).toContain('The barcode of the barcode sheet is taped onto the device')
    expect(text).not.toContain('SIGNATURE')
  })

  it('shows the method of encryption and none of the secrets, nor the signature', async () => {
    const manifest = manifestOf(
      `${S3_EXPORT}accessKeyId:AKIAIOSFODNN7EXAMPLE\npinCode:918273\n`.replace('secret', 'hunter2'),
    )
    const pdf = await packingSlip({ ...slip, manifest, signatureFileContents: SIGNATURE_FILE })
    const text = oneLine((await textOf(pdf)).join(' '))
    const codes = JSON.stringify(await barcodesOf(pdf))

    expect(text).toContain('Encryption TrueCrypt, PIN of the device (the secret is not on this paper)')
    for (const secret of ['hunter2', '918273', 'AKIAIOSFODNN7EXAMPLE', SIGNATURE]) {
      expect(text).not.toContain(secret)
      expect(codes).not.toContain(secret)
    }
  })

  it('goes on on another sheet where there is much to show', async () => {
    const buckets = Array.from({ length: 60 }, (_, index) => `  - exportBucket:bucket-${index + 100}`).join('\n')
    const manifest = manifestOf(S3_EXPORT.replace('  - exportBucket:mybucket', buckets))
    const sheets = await textOf(await packingSlip({ ...slip, manifest }))

    expect(sheets.length).toBeGreaterThan(1)
    expect(sheets.join(' ').match(/bucket-\d+/g)).toHaveLength(60)
    expect(sheets.every(sheet => sheet.includes('ABCDE'))).toBe(true)
  })
})

describeWith(PDF_TOOLS_MISSING, 'Code 128, read by zbar', () => {
  it('can hold every printable character', async () => {
    const all = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')
    const parts = all.match(/.{1,19}/gs) ?? []
    const paper = await openPaper({ ...SIZES.A4, title: 'all', date: TIMES.createdAt })
    // A reader may take blanks at the ends away.
    for (const [index, part] of parts.entries()) {
      paper.code128(5, 10 + index * 40, `<${part}>`, { module: 0.6, height: 20 })
    }

    const [codes] = await barcodesOf(await paper.bytes())

    expect(codes?.map(({ text }) => text).sort()).toEqual(parts.map(part => `<${part}>`).sort())
  })
})

describeWith(undefined, 'every paper', () => {
  it.each([
    ['label', () => shippingLabel(label)],
    ['sheet', () => barcodeSheet({ ...slip, manifest: manifestOf(EBS_IMPORT), signature: SIGNATURE })],
    ['slip', () => packingSlip({ ...slip, manifest: manifestOf(S3_IMPORT), signatureFileContents: SIGNATURE_FILE })],
  ])('%s has the same bytes each time it is made', async (_, make) => {
    expect(Buffer.from(await make()).equals(Buffer.from(await make()))).toBe(true)
  })
})
