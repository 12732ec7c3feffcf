import { describe, expect, it } from '@jest/globals'
import { fieldsOf } from '../../../lib/manifest/fields/field.ts'
import { FIELDS } from '../../../lib/manifest/fields/fields.ts'
import { starterManifest } from '../../../lib/manifest/fields/starter.ts'
import { KINDS } from '../../../lib/manifest/manifest.ts'
import { readManifest } from '../../../lib/manifest/read.ts'

const FILLED: Readonly<Record<string, string>> = {
  '[yes|no]': 'no',
  '[Your access key id]': 'AKIAIOSFODNN7EXAMPLE',
  '[Your bucket]': 'mybucket',
  '[Your log bucket]': 'mylogbucket',
  '[Your export bucket]': 'mybucket',
  '[Your notification email]': 'jo@example.com',
  '[Your country]': 'USA',
  '[Your phone number]': '+1 206-555-1111',
  '[Your device value]': '250.00',
  '[Your vault name]': 'myvault',
}
const fill = (text: string) =>
  text.replace(
    /\[[^\]\n]{2,}\](?=\n)/g,
    placeholder => FILLED[placeholder] ?? placeholder.slice(1, -1).split('|')[0] ?? '',
  )
const uncomment = (text: string) => text.replace(/^( *)#(?=["\w]| {4})/gm, '$1')

describe.each(KINDS)('the starter manifest of an %s', kind => {
  const text = starterManifest(kind)

  it('names every placeholder that is not filled in, and nothing else', () => {
    const { kind: told, diagnostics } = readManifest(text, { era: '2015' })

    expect(told).toBe(kind)
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['PLACEHOLDER']))
    expect(diagnostics).toHaveLength(text.match(/^ *(?:- )?\w+: \[/gm)?.length ?? 0)
  })

  it('has no fault once they are filled in', () => {
    expect(readManifest(fill(text), { era: '2015' })).toMatchObject({ valid: true, diagnostics: [] })
  })

  it('has no fault with every option switched on', () => {
    const { valid, manifest, diagnostics } = readManifest(fill(uncomment(uncomment(text))), { era: '2015' })

    expect(diagnostics).toEqual([])
    expect(valid).toBe(true)
    expect(Object.keys(manifest ?? {})).toEqual(expect.arrayContaining([...fieldsOf(FIELDS, kind).byName.keys()]))
  })
})
