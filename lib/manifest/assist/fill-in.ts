import { closest } from '../fields/spelling.ts'
import { readManifest } from '../read.ts'
import { lineBreak, lineWithEnd } from '../text/lines.ts'
import { parseTree } from '../text/parse-tree.ts'
import { printOptions } from '../text/print.ts'
import type { OptionTexts } from './option-texts.ts'

/** A manifest's text with missing options filled in. */
export interface FilledIn {
  readonly text: string
  /** The names of the options that were filled in. */
  readonly filled: readonly string[]
}

/**
 * The text with the missing options in new lines at its end. Every line of the author stays as it is. An option that exists is
 * not filled in, even if it is empty, half of an address, or misspelt.
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

/** Options that may be filled in if a manifest leaves them out. Customs only if it needs them. */
export const fillInDefaults = (text: string, { customs, ...others }: OptionTexts): FilledIn => {
  const first = fillIn(text, others)
  const needsCustoms =
    customs !== undefined && readManifest(first.text).diagnostics.some(({ code }) => code === 'CUSTOMS_MISSING')
  if (!needsCustoms) return first
  const second = fillIn(first.text, { customs })
  return { text: second.text, filled: [...first.filled, ...second.filled] }
}

/** Whether a text has an option, even a misspelt one. */
export const hasOption = (text: string, option: string): boolean =>
  [...parseTree(text).root.entries.keys()].some(name => isMeant(name, option))

const isMeant = (name: string, option: string): boolean => name === option || closest(name, [option]) !== undefined
