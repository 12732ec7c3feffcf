import { closest } from '../fields/spelling.ts'
import { readManifest } from '../read.ts'
import { lineBreak, lineWithEnd } from '../text/lines.ts'
import { parseTree } from '../text/parse-tree.ts'
import { printOptions } from '../text/print.ts'
import type { OptionTexts } from './option-texts.ts'

/** A manifest's text with options that it left out. */
export interface FilledIn {
  readonly text: string
  /** The names of the options that were left out. */
  readonly filled: readonly string[]
}

/**
 * The text with those options in lines of their own behind its last one; every line of the author's stays where it is. An
 * option that is there stays as it is, also an empty one, half of an address, or one whose name has a slip.
 */
export const fillIn = (text: string, options: OptionTexts): FilledIn => {
  if (Object.keys(options).length === 0) return { text, filled: [] }
  const { root, lines } = parseTree(text)
  const [first] = root.entries.values()
  const last = lines.at(-1)
  const given = [...root.entries.keys()]
  const missing = Object.keys(options).filter(option => !given.some(name => isMeant(name, option)))
  if (!first || !last || missing.length === 0) return { text, filled: [] }

  const line = lines.findLast(({ start }) => start <= first.key.start)
  const indentation = text.slice(line?.start ?? 0, first.key.start).replace(/^\ufeff/, '')
  const printed = printOptions(Object.fromEntries(missing.map(name => [name, options[name] ?? ''])))
  const end = lineBreak(text)
  const { end: at } = lineWithEnd(text, last.start)
  const isLastLine = at === text.length && !text.endsWith('\n')
  const added = printed.map(printedLine => `${indentation}${printedLine}`).join(end)
  return {
    text: `${text.slice(0, at)}${isLastLine ? end : ''}${added}${isLastLine ? '' : end}${text.slice(at)}`,
    filled: missing,
  }
}

/** Options that are filled in where a manifest leaves them out; customs only where it needs them. */
export const fillInDefaults = (text: string, { customs, ...others }: OptionTexts): FilledIn => {
  const first = fillIn(text, others)
  const needsCustoms =
    customs !== undefined && readManifest(first.text).diagnostics.some(({ code }) => code === 'CUSTOMS_MISSING')
  if (!needsCustoms) return first
  const second = fillIn(first.text, { customs })
  return { text: second.text, filled: [...first.filled, ...second.filled] }
}

/** Whether a text has an option, also one whose name has a slip. */
export const hasOption = (text: string, option: string): boolean =>
  [...parseTree(text).root.entries.keys()].some(name => isMeant(name, option))

const isMeant = (name: string, option: string): boolean => name === option || closest(name, [option]) !== undefined
