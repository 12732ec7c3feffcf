import { lineBreak } from '../text/lines.ts'
import { parseTree } from '../text/parse-tree.ts'
import { textOf } from '../text/tree.ts'

const NAME = 'generator'

/**
 * The text with our mark in its `generator` option: after the author's own value, or in a new line if the option is missing.
 * Every other byte stays as it was.
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

/**
 * The text without the mark: undoes `markGenerator`. Any other text stays as it is.
 *
 * An original line `generator:` without a value is not restored.
 */
export const unmarkGenerator = (text: string, mark: string): string => {
  const { root, lines } = parseTree(text)
  const value = root.entries.get(NAME)?.value
  if (value?.is !== 'scalar') return text
  const end = value.quoted ? value.end - 1 : value.end
  const start = end - mark.length
  const line = lines.findLast(candidate => candidate.start <= value.start)
  const [lineEnd = ''] = /^\r?\n/.exec(text.slice(end)) ?? []

  const originals = [
    text.slice(0, line?.start ?? 0) + text.slice(end + lineEnd.length),
    text.slice(0, start - 1) + text.slice(end),
    text.slice(0, start) + text.slice(end),
  ]
  return originals.find(original => markGenerator(original, mark) === text) ?? text
}

/** Whether the `generator` option has the mark as a separate word. */
export const hasMark = (text: string, mark: string): boolean =>
  textOf(parseTree(text).root, NAME)?.split(/\s+/).includes(mark) ?? false

/** Every mark of ours in the `generator` option. */
export const marksIn = (text: string): readonly string[] => [
  ...new Set(
    textOf(parseTree(text).root, NAME)
      ?.split(/\s+/)
      .filter(word => /^wb[0-9a-f]{32}$/.test(word)),
  ),
]
