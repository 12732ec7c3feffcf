import { describe, expect, it } from '@jest/globals'
import { readManifest } from '../../lib/manifest/read.ts'
import { FIXTURES } from './manifest-fixtures.ts'

describe('a manifest as people send them', () => {
  it.each(FIXTURES)('$name has the outcome and the diagnostics that it should', ({ text, expected }) => {
    const { valid, kind, diagnostics } = readManifest(text)

    const found = diagnostics.map(({ line, column, severity, code, pointer }) =>
      `${line}:${column} ${severity} ${code} ${pointer}`.trim(),
    )
    expect({ valid, kind, diagnostics: found }).toEqual({
      valid: expected.valid,
      kind: expected.kind,
      diagnostics: expected.diagnostics,
    })
  })

  it.each(FIXTURES)('$name is judged by the later rules too', ({ text, expected }) => {
    expect(readManifest(text, { era: '2015' }).valid).toBe(expected.validIn2015)
  })

  it.each(FIXTURES)('$name may end its lines with CRLF', ({ text, expected }) => {
    const { valid, diagnostics } = readManifest(text.replace(/\r?\n/g, '\r\n'))

    expect(valid).toBe(expected.valid)
    expect(diagnostics).toHaveLength(expected.diagnostics.length)
  })
})
