import type { RawDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import type { Field } from '../fields/field.ts'
import { lineWithEnd } from './lines.ts'
import { type Entry, emptyMap, type MapNode, pointerStep } from './tree.ts'

/**
 * Moves lines that stand beside an empty map instead of below it (a published example has such a return address) to
 * where they belong, so that the rest is checked as it was meant. One diagnostic for each map.
 */
export const mendUnindented = (root: MapNode, fields: readonly Field[], text: string): RawDiagnostic[] => {
  const diagnostics: RawDiagnostic[] = []
  for (const field of fields) {
    if (field.value.is !== 'map') continue
    const owner = root.entries.get(field.name)
    if (owner?.value.is !== 'scalar' || owner.value.text !== '') continue

    const lost = following(root, owner, field.value.fields, fields)
    const [first, last] = [lost[0], lost.at(-1)]
    if (!first || !last) continue
    const map = emptyMap()
    for (const entry of lost) {
      root.entries.delete(entry.key.text)
      map.entries.set(entry.key.text, entry)
    }
    owner.value = map
    diagnostics.push({
      code: 'NOT_INDENTED',
      start: first.key.start,
      end: last.value.is === 'scalar' ? last.value.end : last.key.end,
      pointer: pointerStep(field.name),
      params: { owner: field.name, last: last.key.text },
      fix: { title: 'Put four blanks before each of the lines', edits: lost.map(entry => indentation(text, entry)) },
    })
  }
  return diagnostics
}

const indentation = (text: string, { key }: Entry) => {
  const { start } = lineWithEnd(text, key.start)
  return { start, end: start, text: '    ' }
}

/** The entries right behind `owner` that are options of its own and no top-level ones. */
const following = (root: MapNode, owner: Entry, own: readonly Field[], topLevel: readonly Field[]): Entry[] => {
  const entries = [...root.entries.values()]
  const from = entries.indexOf(owner) + 1
  const names = new Set(own.map(field => field.name))
  for (const field of topLevel) names.delete(field.name)
  const stop = entries.findIndex((entry, index) => index >= from && !names.has(entry.key.text))
  return entries.slice(from, stop === -1 ? entries.length : stop)
}
