import type { RawEdit } from '../diagnostics/raw-diagnostic.ts'
import { FIELDS } from '../fields/fields.ts'
import { lineBreak, lineWithEnd } from '../text/lines.ts'
import { parseTree } from '../text/parse-tree.ts'
import { printValue } from '../text/print.ts'
import type { Entry, MapNode, Node } from '../text/tree.ts'
import { applyEdits } from './apply-edits.ts'

const INDENT = '    '

/**
 * The text with one option set. Every other character, comments included, stays as it was. If the option is commented out, as in
 * a starter manifest, it is set in that line.
 *
 * @param path the names of the options around it, and its own name: `['returnAddress', 'city']`
 * @param value `''` leaves the option without a value, which is the same as leaving it out
 */
export const setOption = (text: string, path: readonly string[], value: string): string => {
  const { root } = parseTree(text)
  const edit = editFor(text, root, path, value === '' ? '' : printValue(value))
  return (edit && applyEdits(text, [edit])) ?? text
}

/** An option's value without its quotes; `undefined`: the option is missing, or has options below it. */
export const optionValue = (text: string, path: readonly string[]): string | undefined => {
  const entry = entryAt(parseTree(text).root, path)
  return entry?.value.is === 'scalar' ? entry.value.text : undefined
}

const step = (node: Node | undefined, name: string): Entry | { readonly value: Node } | undefined => {
  if (node?.is === 'map') return node.entries.get(name)
  return node?.is === 'list' ? node.items[Number(name)] : undefined
}

const entryAt = (root: MapNode, path: readonly string[]): Entry | undefined => {
  let node: Node | undefined = root
  let found: Entry | undefined
  for (const name of path) {
    const next: Entry | { readonly value: Node } | undefined = step(node, name)
    if (!next) return undefined
    found = 'key' in next ? next : undefined
    node = next.value
  }
  return found
}

const mapAt = (root: MapNode, path: readonly string[]): MapNode | undefined => {
  let node: Node | undefined = root
  for (const name of path) node = step(node, name)?.value
  return node?.is === 'map' ? node : undefined
}

const editFor = (text: string, root: MapNode, path: readonly string[], value: string): RawEdit | undefined => {
  const found = entryAt(root, path)
  if (found) return found.value.is === 'scalar' ? replaceValue(found.value, value) : undefined
  if (value === '') return undefined
  const name = path.at(-1) ?? ''
  const map = mapAt(root, path.slice(0, -1))
  if (!map) return path.length === 2 ? appendMap(text, path[0] ?? '', `${name}: ${value}`) : undefined
  return insertOption(text, map, { name, value, isTop: path.length === 1 })
}

const replaceValue = (
  { start, end, text: old }: { start: number; end: number; text: string },
  value: string,
): RawEdit => ({
  start,
  end,
  text: old === '' && start === end && value !== '' ? ` ${value}` : value,
})

const appendMap = (text: string, home: string, line: string): RawEdit => {
  const lines = lineBreak(text)
  const before = text === '' || text.endsWith('\n') ? '' : lines
  return { start: text.length, end: text.length, text: `${before}${home}:${lines}${INDENT}${line}${lines}` }
}

interface NewOption {
  readonly name: string
  readonly value: string
  readonly isTop: boolean
}

const insertOption = (text: string, map: MapNode, { name, value, isTop }: NewOption): RawEdit => {
  const entries = [...map.entries.values()]
  const [first] = entries
  const indentation = first && !isTop ? indentationOf(text, first) : ''
  const commented = commentedOut(text, name, indentation, isTop ? undefined : rangeOf(text, entries))
  if (commented) return { ...commented, text: `${indentation}${name}: ${value}` }
  const after = isTop ? predecessor(map, name) : entries.at(-1)
  const lines = lineBreak(text)
  const at = after ? lineWithEnd(text, Math.max(after.key.end, endOf(after.value)) - 1).end : text.length
  const before = at === 0 || text[at - 1] === '\n' ? '' : lines
  return { start: at, end: at, text: `${before}${indentation}${name}: ${value}${lines}` }
}

/** The indentation before an option, also of tabs. The hyphen of a list entry counts as a blank. */
const indentationOf = (text: string, { key }: Entry): string =>
  text.slice(lineWithEnd(text, key.start).start, key.start).replaceAll('-', ' ')

/** The commented-out line `#name: sample` of the option. */
const commentedOut = (
  text: string,
  name: string,
  indentation: string,
  within: { readonly start: number; readonly end: number } = { start: 0, end: text.length },
) => {
  const line = new RegExp(`^${indentation}#[ \\t]?${name}[ \\t]*:.*$`, 'm').exec(text.slice(within.start, within.end))
  if (!line) return undefined
  const start = within.start + line.index
  const [whole] = line
  return { start, end: start + whole.replace(/\r$/, '').length }
}

/** The lines of a map up to the next option. Comments after its last option belong to it if they are indented like it. */
const rangeOf = (text: string, entries: readonly Entry[]) => {
  const [first, last] = [entries[0], entries.at(-1)]
  if (!first || !last) return { start: 0, end: 0 }
  const { start } = lineWithEnd(text, first.key.start)
  let { end } = lineWithEnd(text, Math.max(last.key.end, endOf(last.value)) - 1)
  while (end < text.length && /^[ \t]+#|^\s*$/.test(text.slice(end, lineWithEnd(text, end).end))) {
    end = lineWithEnd(text, end).end
  }
  return { start, end }
}

const endOf = (node: Node): number => {
  if (node.is === 'scalar') return node.end
  if (node.is === 'list') return Math.max(0, ...node.items.map(item => Math.max(item.end, endOf(item.value))))
  return Math.max(0, ...[...node.entries.values()].map(({ key, value }) => Math.max(key.end, endOf(value))))
}

/** The nearest existing option that comes before it in the order of the tables. */
const predecessor = (map: MapNode, name: string): Entry | undefined => {
  const order = [...new Set(FIELDS.map(field => field.name))]
  const place = order.indexOf(name)
  const before = order.slice(0, Math.max(0, place)).findLast(one => map.entries.has(one))
  return before === undefined ? [...map.entries.values()].at(-1) : map.entries.get(before)
}
