import { detectKind } from '../fields/detect-kind.ts'
import { type Field, fieldsOf } from '../fields/field.ts'
import { FIELDS } from '../fields/fields.ts'
import type { Kind } from '../manifest.ts'
import { lineWithEnd, skipBlanks, trimEnd } from '../text/lines.ts'
import { splitPair } from '../text/pair.ts'
import { parseTree } from '../text/parse-tree.ts'

/** An author's place in a manifest, also in a half-typed line. */
export interface PlaceInManifest {
  readonly kind: Kind | undefined
  /** The options around the line, outermost first: `['returnAddress']`. */
  readonly path: readonly string[]
  /** Whether the place is in the name or in the value of an option. */
  readonly part: 'name' | 'value'
  /** The option's name as written; in a line without a colon, its start. */
  readonly name: string
  /** The range that an editor replaces: the name or the value. */
  readonly start: number
  readonly end: number
  /** The blanks before the line's option, a dash included. */
  readonly column: number
  /** The options that are possible there. `undefined`: the author chooses the names, or there are only texts. */
  readonly fields: ReadonlyMap<string, Field> | undefined
  /** The names of the options beside it. */
  readonly siblings: ReadonlySet<string>
}

/** A line: where its dash and its option begin, and the option's name. */
interface Outline {
  /** The column of the dash; -1: no dash. */
  readonly dash: number
  readonly column: number
  readonly name: string | undefined
}

/** The place at an offset of any text. Reads the text once. */
export const placeAt = (text: string, offset: number): PlaceInManifest => {
  const { start: lineStart, end } = lineWithEnd(text, offset)
  const whole = text.slice(lineStart, end).replace(/\r?\n$/, '').length
  // In a line of blanks only, the author's column is the indentation.
  const line = outline(text, lineStart, lineStart + whole)
  const from = lineStart + line.column
  const lineEnd = Math.max(from, trimEnd(text, lineStart, lineStart + whole))
  const pair = splitPair(text, from, lineEnd)
  const kind = detectKind(parseTree(text).root)?.kind
  const { path, siblings } = around(text, lineStart, end, line)
  const fields = fieldsAt(path, kind)
  const common = { kind, path, column: line.column, fields, siblings }
  if (!pair || offset <= pair.colon) {
    const nameEnd = pair ? pair.key.end : lineEnd
    return { ...common, part: 'name', name: text.slice(from, nameEnd), start: from, end: nameEnd }
  }
  const valueStart = skipBlanks(text, pair.colon + 1, lineEnd)
  const start = Math.min(valueStart, Math.max(offset, pair.colon + 1))
  return { ...common, part: 'value', name: pair.key.text, start, end: Math.max(lineEnd, start) }
}

/** The table of the options around a place. */
const fieldsAt = (path: readonly string[], kind: Kind | undefined): ReadonlyMap<string, Field> | undefined => {
  let table: readonly Field[] = FIELDS
  for (const name of path) {
    const field = fieldsOf(table, kind).byName.get(name)
    if (!field || !('fields' in field.value)) return undefined
    table = field.value.fields
  }
  return fieldsOf(table, kind).byName
}

const DASHES = /^[ \t]*(-(?=[ \t]|$)[ \t]*)?/

const outline = (text: string, start: number, end: number): Outline => {
  const line = text.slice(start, end)
  const [prefix = '', dash] = DASHES.exec(line) ?? []
  const column = prefix.length
  const name =
    line[column] === '#' ? undefined : splitPair(text, start + column, Math.max(end, start + column))?.key.text
  return { dash: dash === undefined ? -1 : column - dash.length, column, name }
}

/** Finds the options around a line, in the lines above from the nearest up, and the options beside it, in the lines around. */
const around = (text: string, lineStart: number, lineEnd: number, line: Outline) => {
  const path: string[] = []
  const siblings = new Set<string>()
  // An option above is around this one if it begins further left; a dash may also begin at its column.
  let within = line.dash >= 0 ? line.dash + 1 : line.column
  let isBeside = line.dash < 0
  for (const above of linesAbove(text, lineStart)) {
    if (above.name === undefined) continue
    if (isBeside && path.length === 0 && above.column === line.column) siblings.add(above.name)
    if (above.column === line.column && above.dash >= 0 && path.length === 0 && isBeside) {
      // The first option of the same list entry: the options around it begin left of its dash.
      within = above.dash + 1
      isBeside = false
    } else if (above.column < within) {
      path.unshift(above.name)
      within = above.dash >= 0 ? above.dash + 1 : above.column
    }
    if (within === 0 && (path.length > 0 || !isBeside)) break
  }
  for (const below of linesBelow(text, lineEnd)) {
    if (below.column < line.column || (below.dash >= 0 && below.column === line.column)) break
    if (below.column === line.column && below.name !== undefined) siblings.add(below.name)
  }
  return { path, siblings }
}

function* linesAbove(text: string, lineStart: number): Generator<Outline> {
  let end = lineStart
  while (end > 0) {
    const { start } = lineWithEnd(text, end - 1)
    const trimmed = trimEnd(text, start, end - (text[end - 2] === '\r' ? 2 : 1))
    if (trimmed > start) yield outline(text, start, trimmed)
    end = start
  }
}

function* linesBelow(text: string, lineEnd: number): Generator<Outline> {
  let start = lineEnd
  while (start < text.length) {
    const { end } = lineWithEnd(text, start)
    const trimmed = trimEnd(text, start, text[end - 1] === '\n' ? end - (text[end - 2] === '\r' ? 2 : 1) : end)
    if (trimmed > start && text[skipBlanks(text, start, trimmed)] !== '#') yield outline(text, start, trimmed)
    start = end
  }
}
