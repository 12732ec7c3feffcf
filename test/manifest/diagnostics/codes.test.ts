import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { CODES, type DiagnosticCode } from '../../../lib/manifest/diagnostics/codes.ts'
import { EXPLANATIONS } from '../../../lib/manifest/diagnostics/explanations.ts'
import { FIELDS } from '../../../lib/manifest/fields/fields.ts'
import { readManifest } from '../../../lib/manifest/read.ts'
import { decodeManifest } from '../../../lib/manifest/text/decode.ts'
import { exportText, importText } from '../manifest-texts.ts'

// The keys of a record are its type.
const ENTRIES = (Object.keys(CODES) as DiagnosticCode[]).map(code => ({ code, ...CODES[code], ...EXPLANATIONS[code] }))
const codesOf = (text: string) => readManifest(text).diagnostics.map(({ code }) => code)

/** Those that no example of a few lines can show. */
const SHOWN_OTHERWISE: Partial<Record<DiagnosticCode, () => readonly { code: string }[]>> = {
  MANIFEST_TOO_LARGE: () => readManifest('x'.repeat(65_537)).diagnostics,
  UTF_16: () => decodeManifest(Buffer.from('\ufeffa:1', 'utf16le')).diagnostics,
  INVALID_UTF_8: () => decodeManifest(Buffer.from([0xe9])).diagnostics,
  TOO_MANY_FAULTS: () => readManifest(importText(...Array.from({ length: 200 }, (_, n) => `o${n}:1`))).diagnostics,
  JOB_TYPE_MISMATCH: () => readManifest(importText(), { jobType: 'Export' }).diagnostics,
  MULTIPLE_REGIONS: () =>
    readManifest(exportText('operations:', '- exportBucket:mybucket'), {
      bucketRegions: { mybucket: 'us-east-1', 'export-log': 'us-west-1' },
    }).diagnostics,
}

describe('the codes', () => {
  it.each(ENTRIES)('$code is shown by its example and gone when that is mended', ({ code, example, mended }) => {
    const shown = SHOWN_OTHERWISE[code]?.().map(diagnostic => diagnostic.code) ?? codesOf(example)

    expect(shown).toContain(code)
    expect(codesOf(mended)).not.toContain(code)
  })

  it.each(ENTRIES)('$code has sentences that end', ({ message, hint = '.', means }) => {
    for (const sentence of [message, means]) expect(sentence).toMatch(/^["A-Za-z].*\.$/s)
    expect(hint).not.toBe('')
  })
})

describe('the reference', () => {
  // The formatter pads the columns.
  const reference = readFileSync('docs/manifest.md', 'utf8').replace(/ +/g, ' ')

  it.each(ENTRIES)('knows $code', ({ code, severity, serviceCode }) => {
    const shown = severity === 'by-era' ? 'warning, error in 2015' : severity
    expect(reference).toContain(`| \`${code}\` | ${shown} | ${serviceCode.replace('Exception', '')} |`)
  })

  it('knows no code that there is not', () => {
    const mentioned = [...reference.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, code]) => code)

    expect(mentioned.toSorted()).toEqual(Object.keys(CODES).toSorted())
  })

  const rows = reference.split('\n')
  const tables = [FIELDS, ...FIELDS.flatMap(({ value }) => ('fields' in value ? [value.fields] : []))]

  it.each(tables.flat())('knows the option $name', ({ name, purpose }) => {
    expect(rows.some(row => row.startsWith(`| \`${name}\` |`) && row.includes(purpose))).toBe(true)
  })
})
