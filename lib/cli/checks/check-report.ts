import type { RunDiagnostic } from '../../checks/run.ts'
import { printable } from '../for-terminals.ts'
import type { Format } from '../option.ts'
import { DIAGNOSTIC_COLUMNS } from '../output/diagnostic-columns.ts'
import { asJson, printRows } from '../output/rows.ts'
import type { ManifestReport } from './check-outcome.ts'

/** The report in the form that was asked for. */
export const checkReport = async (checked: readonly ManifestReport[], format: Format | 'github'): Promise<string> => {
  if (format === 'github') return checkGithub(checked)
  if (format === 'json') return asJson(checked)
  if (format === 'table') return checkText(checked)
  const rows = checked.flatMap(({ file, diagnostics }) => diagnostics.map(diagnostic => ({ file, ...diagnostic })))
  return printRows(rows, { format, columns: DIAGNOSTIC_COLUMNS })
}

/** For people: a line for each diagnostic, and a line for each file. */
const checkText = (checked: readonly ManifestReport[]): string =>
  checked
    .map(({ file, outcome, diagnostics }) => {
      const lines = diagnostics.map(diagnostic => `${place(file, diagnostic)}: ${sentence(diagnostic)}\n`)
      return `${lines.join('')}${printable(file)}: ${outcome}\n`
    })
    .join('')

/** For GitHub's annotations of a pull request (workflow commands `error` and `warning`). */
const checkGithub = (checked: readonly ManifestReport[]): string =>
  checked
    .flatMap(({ file, diagnostics }) =>
      diagnostics.map(({ severity, code, line, column, detail, hint }) => {
        const at = line === undefined ? '' : `,line=${line},col=${column}`
        const text = escapeData(hint ? `${detail} ${hint}` : detail)
        return `::${severity} file=${escapeProperty(file)}${at},title=${escapeProperty(code)}::${text}\n`
      }),
    )
    .join('')

const place = (file: string, { line, column }: RunDiagnostic) =>
  printable(line === undefined ? file : `${file}:${line}:${column}`)

const sentence = ({ severity, code, detail, hint }: RunDiagnostic) =>
  printable(`${severity} ${code}: ${detail}${hint ? ` ${hint}` : ''}`)

const escapeData = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
