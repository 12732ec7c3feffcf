import { lineBreak, lineWithEnd } from '../text/lines.ts'
import { parseTree } from '../text/parse-tree.ts'
import { printValue } from '../text/print.ts'
import type { MapNode, Node } from '../text/tree.ts'
import { fillIn } from './fill-in.ts'

/** New values of options, by JSON Pointer; `null` removes the option. */
export type OptionChanges = Readonly<Record<string, string | null>>

export interface ChangedOptions {
  readonly text: string
  /** Pointers that lead to no single value. */
  readonly unknown: readonly string[]
}

/** The text with changed values of options. Every other line stays as it is. A value must be one line. */
export const changeOptions = (given: string, changes: OptionChanges): ChangedOptions => {
  let text = given
  const unknown: string[] = []
  for (const [pointer, value] of Object.entries(changes)) {
    const next = changeOne(text, pointer, value)
    if (next === undefined) unknown.push(pointer)
    else text = next
  }
  return { text, unknown }
}

const changeOne = (text: string, pointer: string, value: string | null): string | undefined => {
  const steps = pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const [name = '', ...deeper] = steps
  const { root } = parseTree(text)
  const node = nodeAt(root, steps)
  if (node?.is === 'scalar') {
    if (value !== null) {
      const blank = node.start === node.end && text[node.start - 1] === ':' ? ' ' : ''
      return text.slice(0, node.start) + blank + printValue(value) + text.slice(node.end)
    }
    const line = lineWithEnd(text, node.start)
    return text.slice(0, line.start) + text.slice(line.end)
  }
  if (node !== undefined) return undefined
  if (value === null) return text
  if (deeper.length === 0 && name !== '') return fillIn(text, { [name]: value }).text
  return addBelow(text, root, steps, value)
}

const nodeAt = (root: Node, steps: readonly string[]): Node | undefined => {
  let node: Node | undefined = root
  for (const step of steps) {
    if (node?.is === 'map') node = node.entries.get(step)?.value
    else if (node?.is === 'list') node = node.items[Number(step)]?.value
    else return undefined
  }
  return node
}

/** Adds an option to an existing map, after its last one. */
const addBelow = (text: string, root: MapNode, steps: readonly string[], value: string): string | undefined => {
  const map = nodeAt(root, steps.slice(0, -1))
  const entries = map?.is === 'map' ? [...map.entries.values()] : []
  const [first, last] = [entries[0], entries.at(-1)]
  if (!first || last?.value.is !== 'scalar') return undefined
  const indentation = text.slice(lineWithEnd(text, first.key.start).start, first.key.start).replace(/-/g, ' ')
  const { end } = lineWithEnd(text, Math.max(last.key.end, last.value.end))
  const isLastLine = end === text.length && !text.endsWith('\n')
  const line = `${indentation}${steps.at(-1) ?? ''}: ${printValue(value)}`
  const added = isLastLine ? lineBreak(text) + line : line + lineBreak(text)
  return text.slice(0, end) + added + text.slice(end)
}

const REDACTED = '[redacted]'

/** A stored manifest without the options whose secrets are hidden in it, and the names of these options. */
export const dropHidden = (text: string): { readonly text: string; readonly dropped: readonly string[] } => {
  const dropped: string[] = []
  const lines = text.split('\n').filter(line => {
    if (!line.includes(REDACTED)) return true
    const [, name] = /^[ \t]*(?:-[ \t]+)?["']?([\w.-]+)["']?[ \t]*:/.exec(line) ?? []
    if (name !== undefined) dropped.push(name)
    return false
  })
  return { text: lines.join('\n'), dropped: [...new Set(dropped)] }
}
