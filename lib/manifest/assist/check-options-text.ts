import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { SYNTAX_CODES } from '../diagnostics/syntax-codes.ts'
import { readManifest } from '../read.ts'
import { parseTree } from '../text/parse-tree.ts'
import { fillIn } from './fill-in.ts'
import { AROUND } from './option-texts.ts'

/**
 * The diagnostics of a text with options, with their places: those of `checkOptions`, and those of the text itself.
 *
 * @param names options whose values are not checked, since they are names that only the caller knows
 */
export const checkOptionsText = (text: string, names: readonly string[] = []): readonly Diagnostic[] => {
  const { root } = parseTree(text)
  const given = [...root.entries.keys()]
  const { text: whole } = fillIn(text, AROUND)
  const isAt = (pointer: string, name: string) => pointer === `/${name}` || pointer.startsWith(`/${name}/`)
  return readManifest(whole).diagnostics.filter(
    ({ code, pointer, start }) =>
      start <= text.length &&
      !names.some(name => isAt(pointer, name)) &&
      (code in SYNTAX_CODES || given.some(name => isAt(pointer, name))),
  )
}
