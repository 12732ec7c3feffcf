import type { RawDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import type { Line } from './lines.ts'

const FORMATS: readonly (readonly [pattern: RegExp, format: string])[] = [
  [/^\s*\{\s*["}]|^\s*\[\s*[{"\]]/, 'JSON'],
  [/^\s*<[!?a-z]/i, 'XML or HTML'],
  [/^%PDF-/, 'a PDF file'],
  [/^PK\p{Cc}/u, 'a ZIP file'],
  [/^\s*(?:Manifest=)?\w+%3A/i, 'a manifest that is still URL-encoded'],
]

const PATH = /^(?:file:|~?\.{0,2}[/\\]|[a-z]:[/\\])\S|^[^:\s]*\.(?:txt|ya?ml|manifest|mf)$/i

/** Long enough for every pattern above to decide. */
const START = 200

/** What somebody sent in place of a manifest, if it can be told. */
export const notAManifest = (text: string, lines: readonly Line[]): RawDiagnostic | undefined => {
  const whole = { start: lines[0]?.content ?? 0, end: lines[0]?.end ?? 0, pointer: '' }
  if (text.trim() === '') return { ...whole, code: 'MANIFEST_EMPTY' }

  const start = text.slice(0, START)
  const format = FORMATS.find(([pattern]) => pattern.test(start))?.[1]
  if (format) return { ...whole, code: 'OTHER_FORMAT', params: { format } }

  const [only] = lines
  const isPath =
    lines.length === 1 && only && PATH.test(text.slice(only.content, Math.min(only.end, only.content + START)))
  return isPath ? { ...whole, code: 'MANIFEST_IS_PATH' } : undefined
}
