import type { RawDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import { joinedLines } from './joined-lines.ts'
import type { Line } from './lines.ts'

const FORMATS: readonly (readonly [pattern: RegExp, format: string])[] = [
  [/^\s*\{\s*["}]|^\s*\[\s*[{"\]]/, 'JSON'],
  [/^\s*\{\s*[A-Za-z]\w*\s*:/, 'YAML in braces'],
  [/^\s*\{\\(?:rtf|urtf)/, 'RTF, the format of word processors'],
  [/^\s*<!doctype html|^\s*<(?:html|head|body|p|div|pre|table|meta|script)\b/i, 'HTML, a web page'],
  [/^\s*<[!?a-z]/i, 'XML or HTML'],
  [/^\s*%PDF-/, 'a PDF file'],
  [/^%!PS/, 'a PostScript file'],
  [/^PK(?:\p{Cc}|$)/u, 'a ZIP file'],
  [/^--[-\w'()+,./:=?]{1,70}\r?\nContent-/i, 'a form of several parts'],
  [/^\s*(?:Manifest=)?\w+%3A/i, 'a manifest that is still URL-encoded'],
]

const PATH = /^(?:file:|~?\.{0,2}[/\\]|[a-z]:[/\\])\S|^[^:\s]*\.(?:txt|ya?ml|manifest|mf)$/i
const ADDRESS = /^["'<]?(?:(?!file:)[a-z][a-z0-9+.-]*:\/\/|arn:aws|www\.|data:[\w/]*[;,])\S*$/i

/** Long enough for every pattern above to decide. */
const START = 200

/**
 * What was sent in place of a manifest, if it can be recognised.
 *
 * @param names of options: several of them on one line are lines that were joined
 */
export const notAManifest = (
  text: string,
  lines: readonly Line[],
  names: readonly string[],
): RawDiagnostic | undefined => {
  const whole = { start: lines[0]?.content ?? 0, end: lines[0]?.end ?? 0, pointer: '' }
  if (text.trim() === '') return { ...whole, code: 'MANIFEST_EMPTY' }

  const start = text.slice(0, START)
  const format = FORMATS.find(([pattern]) => pattern.test(start))?.[1]
  if (format) return { ...whole, code: 'OTHER_FORMAT', params: { format } }
  if (lines.length > 1) return undefined

  const [only] = lines
  const line = only ? text.slice(only.content, Math.min(only.end, only.content + START)) : ''
  if (ADDRESS.test(line)) return { ...whole, code: 'MANIFEST_IS_PATH', params: { what: 'an address' } }
  if (PATH.test(line)) return { ...whole, code: 'MANIFEST_IS_PATH', params: { what: 'the name of a file' } }
  return joinedLines(text, names)
}
