import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { applyEdits } from '../../../lib/manifest/assist/apply-edits.ts'
import { completeManifest } from '../../../lib/manifest/assist/complete.ts'
import { hoverManifest } from '../../../lib/manifest/assist/hover.ts'
import { starterManifest } from '../../../lib/manifest/fields/starter.ts'
import { KINDS } from '../../../lib/manifest/manifest.ts'
import { readManifest } from '../../../lib/manifest/read.ts'

/** A text with the author's place in it, written as `|`. */
const at = (marked: string) => ({ text: marked.replace('|', ''), offset: marked.indexOf('|') })
const labels = (marked: string) => {
  const { text, offset } = at(marked)
  return completeManifest(text, offset).map(({ label }) => label)
}
/** The text after a completion was taken. */
const taken = (marked: string, label: string) => {
  const { text, offset } = at(marked)
  const found = completeManifest(text, offset).find(one => one.label === label)
  return found && applyEdits(text, [{ start: found.start, end: found.end, text: found.insert }])
}

const IMPORT = 'manifestVersion:2.0\nbucket:mine\n'

describe('completion', () => {
  it('offers the options of the kind that are missing, required ones first', () => {
    const offered = labels(`${IMPORT}|`)

    expect(offered).toEqual(expect.arrayContaining(['deviceId', 'eraseDevice', 'returnAddress', 'prefix']))
    expect(offered).not.toEqual(expect.arrayContaining(['bucket']))
    expect(offered).not.toEqual(expect.arrayContaining(['fileSystem']))
    expect(offered.indexOf('eraseDevice')).toBeLessThan(offered.indexOf('prefix'))
  })

  it.each([
    [
      'in a map',
      `${IMPORT}returnAddress:\n    name: Jane\n    |\n    city: X\n`,
      'postalCode',
      ['name', 'city', 'deviceId'],
    ],
    ['in a map without indentation of its own yet', `${IMPORT}returnAddress:\n    n|`, 'name', ['bucket']],
    ['in the first option of a list', 'fileSystem:NTFS\noperations:\n    - |', 'exportBucket', ['fileSystem']],
    ['in a further option of a list', 'operations:\n  - exportBucket:a\n    |', 'prefix', ['exportBucket']],
    ['in a list at the column of its name', 'operations:\n- exportBucket:a\n  p|', 'prefix', ['exportBucket']],
    ['in the second entry of a list', 'operations:\n  - exportBucket:a\n  - |', 'exportBucket', []],
    ['behind a map', `returnAddress:\n    name: Jane\n|\n${IMPORT}`, 'deviceId', ['city', 'bucket']],
    ['with other line ends', `manifestVersion:2.0\r\nbucket:mine\r\n|\r\n`, 'deviceId', ['bucket']],
  ])('knows where it is: %s', (_where, marked, offered, not) => {
    expect(labels(marked)).toContain(offered)
    for (const name of not) expect(labels(marked)).not.toContain(name)
  })

  it.each([
    ['eraseDevice: |', ['yes', 'no']],
    ['eraseDevice:|', ['yes', 'no']],
    [`operations:\n  - destination: ebs-snapshot\n    region: |`, ['us-east-1']],
  ])('offers the values of %j', (marked, offered) => {
    expect(labels(marked)).toEqual(expect.arrayContaining([...offered]))
  })

  it.each([
    [`${IMPORT}dev|`, 'deviceId', `${IMPORT}deviceId: `],
    [`${IMPORT}dev|:x`, 'deviceId', `${IMPORT}deviceId:x`],
    [`${IMPORT}ret|`, 'returnAddress', `${IMPORT}returnAddress:\n    `],
    [`${IMPORT}ign|`, 'ignore', `${IMPORT}ignore:\n    - `],
    [`${IMPORT}eraseDevice: n|o`, 'yes', `${IMPORT}eraseDevice: yes`],
  ])('writes %j with %s', (marked, label, text) => {
    expect(taken(marked, label)).toBe(text)
  })

  it('offers nothing among names that the author chooses', () => {
    expect(labels(`${IMPORT}staticMetadata:\n    |`)).toEqual([])
    expect(labels(`${IMPORT}unknownOption:\n    |`)).toEqual([])
  })

  it('takes any text and any place, and offers only what the text has room for', () => {
    const texts = fc.oneof(fc.string(), fc.constantFrom(...KINDS.map(starterManifest)))
    fc.assert(
      fc.property(texts, fc.nat(5000), (text, far) => {
        const offset = Math.min(far, text.length)
        for (const { start, end } of completeManifest(text, offset)) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(text.length)
        }
        hoverManifest(text, offset)
      }),
    )
  })

  it('never makes an option that its manifest does not know', () => {
    const marked = `${IMPORT}deviceId:1\n|`
    for (const label of labels(marked)) {
      const { diagnostics } = readManifest(taken(marked, label) ?? '')
      const unknown = diagnostics.filter(({ code }) => /^OPTION_(?:UNKNOWN|MISSPELT|OF_OTHER_KIND|TWICE)$/.test(code))
      expect([label, unknown]).toEqual([label, []])
    }
  })
})

describe('help', () => {
  it('explains what an option is for, on its name and on its value', () => {
    const { text } = at(`${IMPORT}eraseDevice:yes`)

    for (const word of ['eraseDevice', 'yes']) {
      expect(hoverManifest(text, text.indexOf(word) + 1)).toMatchObject({
        name: 'eraseDevice',
        isRequired: true,
        values: ['yes', 'no'],
        isSecret: false,
        purpose: expect.stringContaining('erased'),
      })
    }
  })

  it('knows options by the place that they stand in', () => {
    const text = `${IMPORT}returnAddress:\n  name:Jane\ncustoms:\n  deviceType:x\n`

    expect(hoverManifest(text, text.indexOf('name:Jane'))?.source).toBeDefined()
    expect(hoverManifest(text, text.indexOf('deviceType') + 2)?.name).toBe('deviceType')
    expect(hoverManifest(text, text.indexOf('Jane'))?.name).toBe('name')
  })

  it('is silent where no table knows the name', () => {
    expect(hoverManifest('colour: red', 2)).toBeUndefined()
    expect(hoverManifest('', 0)).toBeUndefined()
  })
})
