import type { MapNode, Node, Range } from './tree.ts'

/** Where a JSON Pointer's option stands: its value, else its name, else the nearest option around it, else `whole`. */
export const locate = (root: MapNode, pointer: string, whole: Range): Range => {
  let range = whole
  let node: Node | undefined = root
  for (const step of pointer.split('/').slice(1)) {
    const name: string = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (node?.is === 'map') {
      const entry = node.entries.get(name)
      if (!entry) return range
      range = entry.value.is === 'scalar' && entry.value.text !== '' ? entry.value : entry.key
      node = entry.value
    } else if (node?.is === 'list') {
      const item: { value: Node; start: number; end: number } | undefined = node.items[Number(name)]
      if (!item) return range
      range = item
      node = item.value
    } else return range
  }
  return { start: range.start, end: range.end }
}
