import type { RawFix } from '../diagnostics/raw-diagnostic.ts'
import { lineBreak, lineWithEnd, trimEnd } from '../text/lines.ts'
import type { Entry, MapNode } from '../text/tree.ts'

/**
 * The edits that move a one-line option from the top level to the end of the map that it belongs to. `undefined`: the map is
 * missing or empty, or has the option already.
 */
export const moveHome = (text: string, option: Entry, root: MapNode, home: string): RawFix | undefined => {
  const map = root.entries.get(home)?.value
  if (map?.is !== 'map' || map.entries.has(option.key.text) || option.value.is !== 'scalar') return undefined
  const entries = [...map.entries.values()]
  const [first, last] = [entries[0], entries.at(-1)]
  if (!first || last?.value.is !== 'scalar') return undefined

  const indentation = text.slice(lineWithEnd(text, first.key.start).start, first.key.start)
  const target = lineWithEnd(text, Math.max(last.key.end, last.value.end))
  const line = lineWithEnd(text, option.key.start)
  const title = `Move it below ${home}`
  if (target.end === line.start) {
    return { title, edits: [{ start: line.start, end: option.key.start, text: indentation }] }
  }
  const content = text.slice(option.key.start, trimEnd(text, option.key.start, option.value.end))
  const isLastLine = target.end === text.length && !text.endsWith('\n')
  const moved = isLastLine ? lineBreak(text) + indentation + content : indentation + content + lineBreak(text)
  const edits = [
    { ...line, text: '' },
    { start: target.end, end: target.end, text: moved },
  ]
  return { title, edits: edits.toSorted((a, b) => a.start - b.start) }
}
