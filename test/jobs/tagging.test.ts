import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { requireTagging, type Tags, tagOfText, tagText } from '../../lib/jobs/tagging.ts'

const codeOf = (tags: Tags) => {
  try {
    requireTagging({ tags })
    return 'taken'
  } catch (error) {
    return (error as { code: string }).code
  }
}
const many = (count: number, value = 'x') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, value]))

describe('tags', () => {
  it.each([
    { project: 'apollo' },
    { 'cost centre': '4711' },
    { 'aws:owner': 'a=b' },
    { Größe: 'ñ' },
    { project: '-1' },
    { a: 'x'.repeat(128), ['k'.repeat(64)]: 'v' },
    many(20),
  ] as readonly Tags[])('like %j are taken', tags => {
    expect(requireTagging({ tags }).tags).toEqual(tags)
  })

  it.each([
    { '': 'x' },
    { a: '' },
    { 'a=b': 'c' },
    { ' a': 'b' },
    { 'a ': 'b' },
    { a: ' b' },
    { a: 'b ' },
    { a: 'b;c' },
    { a: 'b\n' },
    { '=a': 'b' },
    { __proto__x: 'b' },
    { a: '\ud800' },
    { ['k'.repeat(65)]: 'v' },
    { a: 'x'.repeat(129) },
    many(21),
    many(20, 'x'.repeat(100)),
  ] as readonly Tags[])('like %j are not', tags => {
    expect(codeOf(tags)).toBe('TAGS_INVALID')
  })

  it('cannot have a name that objects have already', () => {
    expect(codeOf(JSON.parse('{"__proto__": "x"}'))).toBe('TAGS_INVALID')
  })

  it('stand in the order of their names, whatever order they were given in', () => {
    expect(Object.keys(requireTagging({ tags: { b: '1', a: '2', C: '3' } }).tags ?? {})).toEqual(['C', 'a', 'b'])
  })

  it('are absent where there is none', () => {
    expect(requireTagging({ tags: {} })).toEqual({})
  })

  it('are the same again from their text', () => {
    const name = fc.string().filter(text => !text.includes('='))
    fc.assert(
      fc.property(name, fc.string(), (key, value) => expect(tagOfText(tagText([key, value]))).toEqual([key, value])),
    )
    expect(tagOfText('project')).toBeUndefined()
  })
})

describe('a description', () => {
  it.each(['x', 'Two lines,\n\tone tab', 'ü'.repeat(500), '=1+1'])('%j is taken', description => {
    expect(requireTagging({ description })).toEqual({ description })
  })

  it.each(['', 'x'.repeat(501), 'bell\u0007', 'nothing\u0000', '\ud800'])('%j is not', description => {
    expect(() => requireTagging({ description })).toThrow(expect.objectContaining({ code: 'DESCRIPTION_INVALID' }))
  })
})
