import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Manifest } from '../../../lib/manifest/manifest.ts'
import { readManifest } from '../../../lib/manifest/read.ts'
import { printManifest } from '../../../lib/manifest/text/print.ts'
import { arbitraryManifest } from '../arbitrary-manifest.ts'
import { FIXTURES } from '../manifest-fixtures.ts'

const read = (text: string): Manifest => {
  const { manifest, diagnostics } = readManifest(text)
  if (!manifest) throw new Error(`not valid: ${JSON.stringify(diagnostics)}\n${text}`)
  return manifest
}

const VALID = FIXTURES.filter(({ expected }) => expected.valid)

describe('printing a manifest', () => {
  it.each(VALID)('loses nothing of $name', ({ text }) => {
    const manifest = read(text)

    expect(read(printManifest(manifest))).toEqual(manifest)
  })

  it('loses nothing of any manifest', () => {
    fc.assert(
      fc.property(arbitraryManifest, manifest => {
        expect(read(printManifest(manifest))).toEqual(manifest)
      }),
    )
  })

  it('prints the same for texts that mean the same', () => {
    const first = read(
      'manifestVersion:2.0\nbucket:b-1\ndeviceId:1\neraseDevice:true\ncolour:red\nreturnAddress:\n  name:A B\n  street1:S\n  city:C\n  country:Y\n  postalCode:1\n  phoneNumber:5550111\nsize:9',
    )
    const second = read(
      '# mine\r\nsize:  9\r\nreturnAddress: # where it goes\r\n    phoneNumber: "5550111"   \r\n\r\n    name: A B\r\n    company:\r\n    street1: S\r\n    city: C\r\n    country: Y\r\n    postalCode: \'1\'\r\ncolour: red\r\neraseDevice: YES\r\ndeviceId: 1\r\nbucket: b-1\r\nmanifestVersion: 2.0\r\n',
    )

    expect(printManifest(second)).toBe(printManifest(first))
  })

  it('is one style, in the order of the table of fields', () => {
    const manifest = read(
      'operations:\n- prefix:a\n  exportBucket:mybucket\nlogBucket:mylog\npinCode:#1\nfileSystem:NTFS\ndeviceId:HD001\ntargetDirectory:/\nreturnAddress:\n  phoneNumber:5550111\n  name:Jo\n  street1:S\n  city:C\n  country:Y\n  postalCode:1\nmanifestVersion:2.0\nsize:\n  - 9\n',
    )

    expect(printManifest(manifest)).toBe(`manifestVersion: 2.0
deviceId: HD001
fileSystem: NTFS
logBucket: mylog
pinCode: "#1"
targetDirectory: /
operations:
    - exportBucket: mybucket
      prefix: a
returnAddress:
    name: Jo
    street1: S
    city: C
    postalCode: 1
    country: Y
    phoneNumber: 5550111
size:
    - 9
`)
  })
})
