import type { AppliedFix } from '../../manifest/assist/mend.ts'
import type { Diagnostic } from '../../manifest/diagnostics/diagnostic.ts'
import { lineFixes } from '../../manifest/diagnostics/line-fix.ts'
import { KIND_NAMES } from '../../manifest/fields/field.ts'
import type { JobType, Kind } from '../../manifest/manifest.ts'
import { redact } from '../../manifest/redact/redact.ts'
import { printableInColumns } from '../for-terminals.ts'
import type { Format } from '../option.ts'
import { counted } from '../output/counted.ts'
import { DIAGNOSTIC_COLUMNS } from '../output/diagnostic-columns.ts'
import { asJson, printRows } from '../output/rows.ts'

export interface CheckedFile {
  readonly file: string
  readonly text: string
  readonly valid: boolean
  readonly kind?: Kind
  readonly jobType?: JobType
  readonly diagnostics: readonly Diagnostic[]
  /** What was mended before the file was checked. Default: mending was not asked for */
  readonly fixed?: readonly AppliedFix[]
}

/** The report in the form that was asked for. */
export const validateReport = async (
  checked: readonly CheckedFile[],
  format: Format | 'github',
  colours: { isColoured: boolean },
): Promise<string> => {
  if (format === 'github') return asGithub(checked)
  if (format === 'json') return asJson(entriesOf(checked))
  if (format === 'table') return asText(checked, colours)
  const rows = entriesOf(checked).flatMap(({ file, diagnostics }) =>
    diagnostics.map(diagnostic => ({ file, ...diagnostic })),
  )
  return printRows(rows, { format, columns: DIAGNOSTIC_COLUMNS })
}

/** For programs: an entry a file. */
const entriesOf = (checked: readonly CheckedFile[]) =>
  checked.map(({ file, valid, kind, jobType, diagnostics, fixed }) => ({
    file,
    valid,
    kind,
    jobType,
    diagnostics: diagnostics.map(({ start, end, ...diagnostic }) => ({
      ...diagnostic,
      ...lineFixes(diagnostic),
    })),
    fixed,
  }))

/** For GitHub's annotations of a pull request (workflow commands `error` and `warning`). */
const asGithub = (checked: readonly CheckedFile[]): string =>
  checked
    .flatMap(({ file, diagnostics }) =>
      diagnostics.map(({ severity, code, line, column, endLine, endColumn, detail, hint }) => {
        const place = { file, line, col: column, endLine, endColumn, title: code }
        const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
        return `::${severity} ${properties.join(',')}::${escapeData(hint ? `${detail} ${hint}` : detail)}\n`
      }),
    )
    .join('')

const escapeData = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** For people: each fault with its line, a caret below it, and what to do; a closing line a file. */
export const asText = (checked: readonly CheckedFile[], { isColoured }: { isColoured: boolean }): string => {
  const paint = isColoured ? painted : plain
  return checked.map(file => fileReport(file, paint)).join('')
}

type Paint = (style: keyof typeof STYLES, text: string) => string

const STYLES = { error: 31, warning: 33, valid: 32, faint: 2, bold: 1 } as const
const painted: Paint = (style, text) => `\u001b[${STYLES[style]}m${text}\u001b[0m`
const plain: Paint = (_, text) => text

const fileReport = (checked: CheckedFile, paint: Paint): string => {
  const { file, text, diagnostics, fixed = [] } = checked
  // Line for line the same text, but no secret is shown. CR ends lines where nothing else does.
  const lines = diagnostics.length > 0 ? redact(text).split(text.includes('\n') ? '\n' : /[\r\n]/) : []
  const faults = diagnostics.map(diagnostic => faultReport(file, diagnostic, lines, paint))
  const mended = fixed.map(({ code, line, title }) => `${printableInColumns(file)}:${line}: fixed ${code}: ${title}.\n`)
  return `${mended.join('')}${faults.join('')}${paint('bold', printableInColumns(file))}: ${verdict(checked, paint)}\n`
}

const faultReport = (file: string, diagnostic: Diagnostic, lines: readonly string[], paint: Paint): string => {
  const { severity, code, detail, hint, line, column, fixes } = diagnostic
  const head = `${paint('bold', `${printableInColumns(file)}:${line}:${column}:`)} ${paint(severity, severity)} ${code}: ${detail}\n`
  const number = String(line).padStart(5)
  const { shown, caret } = excerpt(lines[line - 1] ?? '', diagnostic)
  const mend = fixes?.map(({ title }) => `      ${paint('faint', '=')} --fix does this: ${title}.\n`).join('') ?? ''
  const advice = (hint === undefined ? '' : `      ${paint('faint', '=')} ${hint}\n`) + mend
  return `${head}${paint('faint', `${number} |`)} ${shown}\n      ${paint('faint', '|')} ${paint(severity, caret)}\n${advice}`
}

const WIDEST = 100
const BEFORE = 20

/** The source line and the carets below the fault; of a long line the part around it. */
const excerpt = (source: string, { line, column, endLine, endColumn }: Diagnostic) => {
  const whole = printableInColumns(source.replace(/\r$/, ''))
  const from = column + BEFORE > WIDEST ? column - 1 - BEFORE : 0
  const shown = whole.slice(from, from + WIDEST)
  const start = Math.min(column - 1 - from, shown.length)
  const end = endLine === line ? endColumn - 1 - from : shown.length
  const width = Math.max(1, Math.min(end, shown.length) - start)
  return { shown, caret: `${' '.repeat(start)}${'^'.repeat(width)}` }
}

const verdict = ({ valid, kind, diagnostics }: CheckedFile, paint: Paint): string => {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = countedUnlessNone(diagnostics.length - errors, 'warning')
  const what = kind ? ` (${KIND_NAMES[kind]})` : ''
  if (valid) return `${paint('valid', 'valid')}${what}${warnings && `, ${warnings}`}`
  return `${paint('error', 'not valid')}${what}: ${[countedUnlessNone(errors, 'error'), warnings].filter(Boolean).join(', ')}`
}

const countedUnlessNone = (count: number, noun: string) => (count === 0 ? '' : counted(count, noun))
