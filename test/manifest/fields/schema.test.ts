import { describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { parse } from 'yaml'
import { plainOf } from '../../../lib/manifest/fields/plain.ts'
import { manifestSchema } from '../../../lib/manifest/fields/schema.ts'
import { parseTree } from '../../../lib/manifest/text/parse-tree.ts'
import { printManifest } from '../../../lib/manifest/text/print.ts'
import { arbitraryManifest } from '../arbitrary-manifest.ts'
import { FIXTURES } from '../manifest-fixtures.ts'

const accepts = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(manifestSchema())

describe('the JSON Schema', () => {
  it.each(FIXTURES)('agrees with the reader about $name', ({ text, expected }) => {
    expect(accepts(plainOf(parseTree(text).root))).toBe(expected.valid)
  })

  it('accepts every valid manifest, as text and as YAML types it', () => {
    fc.assert(
      fc.property(arbitraryManifest, manifest => {
        const text = printManifest(manifest)
        // A value that looks like a placeholder is in quotes here, which the schema cannot see.
        fc.pre(!/"(?:\[.*\]|\*.*\*|@.*@|<.*>|\{.*\})"/.test(text))

        expect([accepts(parse(text, { schema: 'failsafe' })), accepts.errors]).toEqual([true, null])
        expect([accepts(parse(text)), accepts.errors]).toEqual([true, null])
      }),
    )
  })

  it('explains of each option what it is for', () => {
    const schema = JSON.stringify(manifestSchema())

    expect(schema).toContain("The device's serial number")
    expect(schema).toContain('"writeOnly":true')
  })
})
