import type { RawEdit } from '../diagnostics/raw-diagnostic.ts'
import { withLineEnds } from '../text/line-ends.ts'
import { parseTree } from '../text/parse-tree.ts'
import { printValue } from '../text/print.ts'
import type { Node, Range, Scalar } from '../text/tree.ts'
import { applyEdits } from './apply-edits.ts'

/** A placeholder, `{{name}}`, which is filled in later. */
export interface PlaceholderUse {
  readonly name: string
  /** The line, from 1. */
  readonly line: number
}

export interface Placeholders {
  readonly uses: readonly PlaceholderUse[]
  /** Lines with braces that are not a placeholder, or with a placeholder outside a value. Comments may have any text. */
  readonly misplaced: readonly number[]
}

const PLACEHOLDER = /\{\{[ \t]*([A-Za-z]\w{0,63})[ \t]*\}\}/g

/** The placeholders of a template. In a manifest, they are only in values. */
export const placeholdersIn = (given: string): Placeholders => {
  const { text } = withLineEnds(given)
  const { root, lines } = parseTree(text)
  const values = [...scalarsOf(root)]
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length
  const isInLine = (offset: number) => lines.some(({ start, end }) => start <= offset && offset < end)
  const uses: PlaceholderUse[] = []
  const misplaced: number[] = []
  const good = [...text.matchAll(PLACEHOLDER)].filter(({ index, 0: whole }) =>
    values.some(({ start, end }) => start <= index && index + whole.length <= end),
  )
  for (const { index, 1: name = '' } of good) uses.push({ name, line: lineOf(index) })
  for (const { index } of text.matchAll(/\{\{|\}\}/g)) {
    const isGood = good.some(({ index: start, 0: whole }) => start <= index && index < start + whole.length)
    if (!isGood && isInLine(index)) misplaced.push(lineOf(index))
  }
  return { uses, misplaced: [...new Set(misplaced)] }
}

/** The names of the placeholders in a single value, such as another one's default. */
export const placeholdersOf = (value: string): readonly string[] =>
  [...value.matchAll(PLACEHOLDER)].map(({ 1: name = '' }) => name)

/** A single value, filled in. */
export const fillValue = (value: string, fill: (name: string) => string): string =>
  value.replace(PLACEHOLDER, (_, name: string) => fill(name))

/**
 * The text with each placeholder filled in. A value with special characters is put in quotes, so that it cannot begin a comment
 * or an option. Each text to fill in must be one line.
 */
export const fillPlaceholders = (given: string, fill: (name: string) => string): string =>
  applyEdits(
    given,
    openValues(given).map(scalar => filledIn(scalar, fill)),
  ) ?? given

/** The values with a placeholder, in the order of the text. */
const openValues = (given: string): readonly Scalar[] =>
  [...scalarsOf(parseTree(withLineEnds(given).text).root)]
    .filter(({ text }) => placeholdersOf(text).length > 0)
    .toSorted((one, other) => one.start - other.start)

const filledIn = ({ start, end, text, quoted }: Scalar, fill: (name: string) => string): RawEdit => {
  const filled = fillValue(text, fill)
  return { start, end, text: quoted ? quote(filled) : printValue(filled) }
}

/** A text with a part of its placeholders filled in. */
export interface PartlyFilled {
  readonly text: string
  /** The values that still have a placeholder. */
  readonly open: readonly Range[]
  /** Maps a place in this text to the original text. A place in a filled-in value maps to the original value. */
  readonly placeBefore: (range: Range) => Range
}

/** The same, but only for placeholders with known values. A value with another placeholder stays as it is. */
export const fillKnown = (given: string, known: (name: string) => string | undefined): PartlyFilled => {
  const edits: RawEdit[] = []
  const open: Range[] = []
  let shift = 0
  for (const scalar of openValues(given)) {
    const { start, end } = scalar
    if (placeholdersOf(scalar.text).some(name => known(name) === undefined)) {
      open.push({ start: start + shift, end: end + shift })
      continue
    }
    const edit = filledIn(scalar, name => known(name) ?? '')
    edits.push(edit)
    shift += edit.text.length - (end - start)
  }
  const back = (offset: number, side: 'start' | 'end'): number => {
    let moved = 0
    for (const { start, end, text } of edits) {
      const from = start + moved
      if (offset < from) break
      if (offset < from + text.length || (side === 'end' && offset === from + text.length)) {
        return side === 'start' ? start : end
      }
      moved += text.length - (end - start)
    }
    return offset - moved
  }
  return {
    text: applyEdits(given, edits) ?? given,
    open,
    placeBefore: ({ start, end }) => ({ start: back(start, 'start'), end: back(end, 'end') }),
  }
}

const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`

/** Every value of the text, without the names of options. */
function* scalarsOf(node: Node): Generator<Scalar> {
  if (node.is === 'scalar') yield node
  else if (node.is === 'list') for (const { value } of node.items) yield* scalarsOf(value)
  else for (const { value } of node.entries.values()) yield* scalarsOf(value)
}
