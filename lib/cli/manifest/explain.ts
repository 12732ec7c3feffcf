import type { CodeEntry, Explanation } from '../../manifest/diagnostics/code-entry.ts'
import { CODES, type DiagnosticCode } from '../../manifest/diagnostics/codes.ts'
import { EXPLANATIONS } from '../../manifest/diagnostics/explanations.ts'
import { closest } from '../../manifest/fields/spelling.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'

/** Says what a code means, with an example and its remedy; without a code, lists them all. */
export const explain: Command = {
  run: async ({ args: [given], io }) => {
    if (given === undefined) {
      io.stdout.write(list())
      return EXIT_CODES.done
    }
    const code = given.toUpperCase().replaceAll('-', '_')
    if (!isCode(code)) {
      const meant = closest(code, Object.keys(CODES))
      const advice = meant ? `Did you mean ${meant}?` : 'See "waybill explain" for the list.'
      throw new UsageError(`Unknown code ${JSON.stringify(given)}. ${advice}`)
    }
    io.stdout.write(explanation(code, { ...CODES[code], ...EXPLANATIONS[code] }))
    return EXIT_CODES.done
  },
}

const isCode = (text: string): text is DiagnosticCode => Object.hasOwn(CODES, text)

const SEVERITIES = { error: 'error', warning: 'warning', 'by-era': 'warning, an error with --era 2015' } as const

const explanation = (
  code: string,
  { severity, serviceCode, message, hint, means, example, mended }: CodeEntry & Explanation,
) =>
  [
    `${code}: ${SEVERITIES[severity]}`,
    '',
    inGeneral(message),
    ...(hint === undefined ? [] : [inGeneral(hint)]),
    '',
    means,
    `The service calls it ${serviceCode}.`,
    '',
    'Invalid:',
    indented(example),
    '',
    'Valid:',
    indented(mended),
    '',
  ].join('\n')

/** A sentence without the particulars that a diagnostic puts in. */
const inGeneral = (text: string) => text.replaceAll('{where}', '').replace(/\{\w+\}/g, '…')

/** Control characters are shown, not sent to the terminal; long lines are cut. */
const indented = (text: string) =>
  text
    .split('\n')
    .map(line => `    ${visible(line)}`)
    .join('\n')

const WIDEST = 100

const visible = (line: string) => {
  const shown = line.replace(/\p{Cc}|[\ufeff\u00a0]/gu, sign => `<U+${hex(sign)}>`)
  return shown.length > WIDEST ? `${shown.slice(0, WIDEST)}…` : shown
}

const hex = (sign: string) => (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

const list = () => {
  const codes = Object.entries(CODES)
  const width = Math.max(...codes.map(([code]) => code.length))
  return codes.map(([code, { message }]) => `${code.padEnd(width)}  ${inGeneral(message)}\n`).join('')
}
