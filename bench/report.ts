import type { Bench, Other, Row, Target } from './bench.ts'

/** The rows of one bench, with where and when they were measured: what lies in `bench/results/NAME.json`. */
export interface Result {
  readonly name: string
  readonly date: string
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string }
  readonly seconds: number
  readonly rows: readonly (Row & { readonly ratio?: number })[]
}

const HEADINGS = ['row', 'ours', 'beside', 'ours / beside', 'limit', 'ours / limit', 'target']

/** What a target bounds, as a number. `undefined`: that was not measured. */
const bounded = ({ ours, peer, limit }: Row, { of }: Target): number | undefined => {
  if (of === 'ours') return ours
  const other = of === 'peer' ? peer : limit
  return other && ours / other.value
}

export const isMet = (row: Row, target: Target): boolean => {
  const value = bounded(row, target)
  return value !== undefined && value <= (target.most ?? Infinity) && value >= (target.least ?? -Infinity)
}

/** Three digits are more than a busy machine can vouch for. */
const number = (value: number) =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(value === 0 ? 1 : 3).replace(/\.0+$/, '')

const quantity = (value: number, unit: Row['unit']) =>
  unit === '$'
    ? `$${value.toFixed(2)}`
    : unit === '' || unit === '/s'
      ? `${number(value)}${unit}`
      : `${number(value)} ${unit}`

const targetText = (row: Row, target: Target) => {
  const bound = target.most ?? target.least ?? Number.NaN
  const sign = target.most === undefined ? '≥' : '≤'
  const says = {
    ours: `${sign} ${quantity(bound, row.unit)}`,
    peer: `${sign} ${bound}x`,
    limit: `${sign} ${bound}x the limit`,
  }[target.of]
  return `${says}: ${isMet(row, target) ? 'met' : 'MISSED'}`
}

const cells = (row: Row): readonly string[] => {
  const { name, unit, ours, peer, limit, targets = [] } = row
  const other = (beside: Other | undefined) => (beside ? `${quantity(beside.value, unit)} ${beside.name}` : '')
  const share = (beside: Other | undefined) => (beside ? `${number(ours / beside.value)}x` : '')
  return [
    name,
    quantity(ours, unit),
    other(peer),
    share(peer),
    other(limit),
    share(limit),
    targets.map(target => targetText(row, target)).join(', '),
  ]
}

/** The columns in which something stands. */
const filled = (rows: readonly (readonly string[])[]) => {
  const used = HEADINGS.map((_, column) => rows.some(row => row[column] !== ''))
  return [HEADINGS, ...rows].map(row => row.filter((_, column) => used[column]))
}

/** For the terminal. */
export const textTable = (rows: readonly Row[]): string => {
  const [headings = [], ...lines] = filled(rows.map(cells))
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...lines.map(line => line[column]?.length ?? 0)),
  )
  return [headings, ...lines]
    .map(line =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** A section of docs/performance.md. */
export const markdownSection = (bench: Bench, { name, date, machine, rows }: Result): string => {
  const [headings = [], ...lines] = filled(rows.map(cells))
  // An empty cell is one blank, as the Markdown style has it.
  const table = [headings, headings.map(() => '---'), ...lines].map(
    line => `|${line.map(cell => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`,
  )
  const isMissed = rows.some(row => row.targets?.some(target => !isMet(row, target)))
  return [
    `${bench.measures} Limited by: ${bench.limitedBy}`,
    '',
    ...table,
    '',
    ...(isMissed ? [`Missed: ${bench.reason ?? 'the reason is not known yet.'}`, ''] : []),
    `\`npm run bench -- ${name}\`, ${date.slice(0, 10)}, ${machine.cores} cores (${machine.cpu}), Node ${machine.node}.`,
  ].join('\n')
}

/** Puts a bench's section in place of the one that stands between its marks. @throws Error if there are no such marks */
export const replaceSection = (document: string, name: string, section: string): string => {
  const [start, end] = [`<!-- bench ${name} -->\n`, `\n<!-- end ${name} -->`]
  const from = document.indexOf(start)
  const to = document.indexOf(end)
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no marks ${start.trim()} and ${end.trim()}`)
  return document.slice(0, from + start.length) + section + document.slice(to)
}
