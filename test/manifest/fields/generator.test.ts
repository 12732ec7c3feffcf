import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { hasMark, markGenerator, unmarkGenerator } from '../../../lib/manifest/fields/generator.ts'
import { readManifest } from '../../../lib/manifest/read.ts'
import { printManifest } from '../../../lib/manifest/text/print.ts'
import { arbitraryManifest } from '../arbitrary-manifest.ts'
import { FIXTURES } from '../manifest-fixtures.ts'

const MARK = 'wb0123456789abcdef'
const CASES: readonly (readonly [text: string, marked: string])[] = [
  ['generator:Text editor\na:1', `generator:Text editor ${MARK}\na:1`],
  ['generator: Text editor  \r\na:1\r\n', `generator: Text editor ${MARK}  \r\na:1\r\n`],
  ['generator:\na:1', `generator:${MARK}\na:1`],
  ['generator:  \na:1', `generator:${MARK}  \na:1`],
  ['generator:""\na:1', `generator:"${MARK}"\na:1`],
  ['generator: "Text editor" # mine\na:1', `generator: "Text editor ${MARK}" # mine\na:1`],
  ["'generator' : 'it''s mine'", `'generator' : 'it''s mine ${MARK}'`],
  ['generator: a # b', `generator: a # b ${MARK}`],
  ['a:1\ngenerator:x', `a:1\ngenerator:x ${MARK}`],
  ['a:1', `generator:${MARK}\na:1`],
  ['# note\r\n\r\na:1\r\nb:\r\n  generator:x\r\n', `# note\r\n\r\ngenerator:${MARK}\r\na:1\r\nb:\r\n  generator:x\r\n`],
  ['---\n  a:1\n  b:2', `---\n  generator:${MARK}\n  a:1\n  b:2`],
  ['\ufeffa:1', `\ufeffgenerator:${MARK}\na:1`],
  ['', `generator:${MARK}\n`],
]

describe('the mark in the generator option', () => {
  it.each(CASES.filter(([text]) => !text.startsWith('generator:\n')))('is taken out again of %j', text => {
    expect(unmarkGenerator(markGenerator(text, MARK), MARK)).toBe(text)
  })

  it.each(['', 'a:1', 'generator:x', `generator:x${MARK}`, `prefix:${MARK}`, `generator:\n  a:${MARK}`])(
    'is not taken out of %j, which was not marked',
    text => {
      expect(unmarkGenerator(text, MARK)).toBe(text)
    },
  )

  it('is taken out again of any text, but for a line that has only "generator:"', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'generator:\n\r "#- a') }), text => {
        const marked = markGenerator(text, MARK)

        expect(markGenerator(unmarkGenerator(marked, MARK), MARK)).toBe(marked)
      }),
    )
    fc.assert(
      fc.property(arbitraryManifest, manifest => {
        const text = printManifest(manifest)

        expect(unmarkGenerator(markGenerator(text, MARK), MARK)).toBe(text)
      }),
    )
  })

  it.each(CASES)('of %j', (text, marked) => {
    expect(markGenerator(text, MARK)).toBe(marked)
    expect(hasMark(marked, MARK)).toBe(true)
    expect(hasMark(text, MARK)).toBe(false)
  })

  it.each([
    [`generator:x ${MARK} y`, true],
    [`generator:${MARK}`, true],
    [`generator:x${MARK}`, false],
    [`generator:${MARK}0`, false],
    [`prefix:${MARK}`, false],
    [`a:\n  generator:${MARK}`, false],
    [`# generator:${MARK}`, false],
    [`generator:\n  a:${MARK}`, false],
  ])('is looked for in %j', (text, found) => {
    expect(hasMark(text, MARK)).toBe(found)
  })

  const expectOnlyGeneratorChanges = (text: string) => {
    const before = readManifest(text).manifest
    const after = readManifest(markGenerator(text, MARK)).manifest

    expect(after).toEqual({ ...before, generator: before?.generator ? `${before.generator} ${MARK}` : MARK })
  }

  it.each(FIXTURES.filter(({ expected }) => expected.valid))('changes nothing else in $name', ({ text }) => {
    expectOnlyGeneratorChanges(text)
  })

  it('changes nothing else in any manifest', () => {
    fc.assert(
      fc.property(arbitraryManifest, manifest => {
        expectOnlyGeneratorChanges(printManifest(manifest))
      }),
    )
  })

  it('changes nothing but one place in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'generator:\n\r "#- a') }), text => {
        const marked = markGenerator(text, MARK)

        const at = marked.indexOf(MARK)
        expect(at).toBeGreaterThanOrEqual(0)
        expect(marked.length - text.length).toBeLessThanOrEqual(MARK.length + 'generator:\r\n'.length + text.length)
      }),
    )
  })
})
