import { describe, expect, it } from '@jest/globals'
import { CODES } from '../../../lib/manifest/diagnostics/codes.ts'
import { commandIo, waybill } from '../../support/command-io.ts'

describe('waybill explain', () => {
  it.each(Object.keys(CODES))('knows %s', async code => {
    const io = commandIo()

    expect(await waybill(['explain', code], io)).toBe(0)
    expect(io.printed()).toMatch(new RegExp(`^${code}: .*\\n\\n.*Invalid:.*Valid:`, 's'))
    expect(io.printed()).not.toMatch(/[\0\ufeff\u00a0]/)
  })

  it('explains what a code means, with an example and its remedy', async () => {
    const io = commandIo()

    await waybill(['explain', 'option-twice'], io)

    expect(io.printed()).toBe(`OPTION_TWICE: error

"…" stands here a second time; the first is in line ….
Keep one of the two.

Which of two values would count is not defined, so neither is guessed.
The service calls it InvalidManifestFieldException.

Invalid:
    bucket:mybucket
    bucket:otherbucket

Valid:
    bucket:mybucket
`)
  })

  it('lists all codes without one', async () => {
    const io = commandIo()

    expect(await waybill(['explain'], io)).toBe(0)
    expect(io.printed().split('\n')).toHaveLength(Object.keys(CODES).length + 1)
  })

  it.each([
    ['PLACEHOLDR', 'Unknown code "PLACEHOLDR". Did you mean PLACEHOLDER?'],
    ['toString', 'Unknown code "toString". See "waybill explain" for the list.'],
  ])('does not know %s', async (code, complaint) => {
    const io = commandIo()

    expect(await waybill(['explain', code], io)).toBe(2)
    expect(io.complained()).toContain(`waybill explain: ${complaint}\n`)
  })
})
