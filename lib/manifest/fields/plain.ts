import type { Plain } from '../manifest.ts'
import type { Node } from '../text/tree.ts'

/** A node as a plain value, without its places in the text. The recursion is limited, since a tree has at most a dozen levels. */
export const plainOf = (node: Node): Plain => {
  if (node.is === 'scalar') return node.text
  if (node.is === 'list') return node.items.map(item => plainOf(item.value))
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainOf(entry.value)]))
}
