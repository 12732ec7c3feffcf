import { lineBreak } from './lines.ts'
import { parseTree } from './parse-tree.ts'
import { textOf } from './tree.ts'

const NAME = 'generator'

/**
 * The same text with a mark of ours in its `generator` option: behind what the author wrote there, or in a line of its
 * own where there is no such option. Every other byte stays as it was.
 */
export const markGenerator = (text: string, mark: string): string => {
  const { root, lines } = parseTree(text)
  const value = root.entries.get(NAME)?.value
  if (value?.is === 'scalar') {
    const at = value.quoted ? value.end - 1 : value.end
    return `${text.slice(0, at)}${value.text === '' ? '' : ' '}${mark}${text.slice(at)}`
  }
  const [first] = root.entries.values()
  const line = lines.findLast(({ start }) => first !== undefined && start <= first.key.start)
  const start = line?.start ?? 0
  const indentation = text.slice(start, first?.key.start ?? start)
  return `${text.slice(0, start)}${indentation}${NAME}:${mark}${lineBreak(text)}${text.slice(start)}`
}

/** Whether the `generator` option has the mark as a word of its own. */
export const hasMark = (text: string, mark: string): boolean =>
  textOf(parseTree(text).root, NAME)?.split(/\s+/).includes(mark) ?? false
