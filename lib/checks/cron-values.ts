/** Why a cron expression is invalid, and a valid example if that helps. */
export interface CronFault {
  readonly fault: string
  readonly example?: string
}

export type FieldName = 'minutes' | 'hours' | 'day-of-month' | 'month' | 'day-of-week' | 'year'

interface Field {
  readonly least: number
  readonly most: number
  /** Names for the values from `least` on. */
  readonly names: readonly string[]
}

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/** EventBridge Scheduler User Guide, "Cron-based schedules": the fields, their values and their names. */
const FIELDS: Readonly<Record<FieldName, Field>> = {
  minutes: { least: 0, most: 59, names: [] },
  hours: { least: 0, most: 23, names: [] },
  'day-of-month': { least: 1, most: 31, names: [] },
  month: { least: 1, most: 12, names: MONTHS },
  'day-of-week': { least: 1, most: 7, names: DAYS },
  year: { least: 1970, most: 2199, names: [] },
}

/** How many days a month has; month 1 is January. */
export const monthLength = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** The day of the week as cron counts: 1 is Sunday. */
export const weekday = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1

/** The values that a field's list, ranges and steps mean: `*`, `5`, `MON-FRI`, `0/15`, `1,15`. */
export const parseValues = (name: FieldName, text: string): ReadonlySet<number> | CronFault => {
  const values = new Set<number>()
  for (const item of text.split(',')) {
    const range = parseItem(name, item)
    if ('fault' in range) return range
    for (let value = range.from; value <= range.to; value += range.step) values.add(value)
  }
  return values
}

interface Steps {
  readonly from: number
  readonly to: number
  readonly step: number
}

const parseItem = (name: FieldName, item: string): Steps | CronFault => {
  const { least, most } = FIELDS[name]
  const [, start = '', end, stepText] = /^(\*|\w+)(?:-(\w+))?(?:\/(\w+))?$/.exec(item) ?? []
  if (start === '' || (start === '*' && end !== undefined)) return misspelt(name, item)
  const step = stepText === undefined ? 1 : Number(stepText)
  if (!Number.isInteger(step) || step < 1) {
    return { fault: `${shown(item)} in ${name}: what stands after / is a whole number from 1 on.` }
  }
  const from = start === '*' ? least : readValue(name, start)
  const to = end === undefined ? from : readValue(name, end)
  if (from === undefined || to === undefined) return misspelt(name, item)
  if (to < from) return { fault: `${shown(item)} in ${name} ends before it begins; write it as two ranges.` }
  const open = start === '*' || (end === undefined && stepText !== undefined)
  return { from, to: open ? most : to, step }
}

const readValue = (name: FieldName, text: string): number | undefined => {
  const { least, most, names } = FIELDS[name]
  const named = names.indexOf(text)
  if (named >= 0) return least + named
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}

const misspelt = (name: FieldName, item: string): CronFault => {
  const { least, most, names } = FIELDS[name]
  const [first] = names
  const orNames = first === undefined ? '' : ` or ${first} to ${names.at(-1)}`
  return { fault: `${shown(item)} in ${name} is not understood; it takes ${least} to ${most}${orNames}, and , - * /.` }
}

const LONGEST = 40

const shown = (item: string) => JSON.stringify(item.length > LONGEST ? `${item.slice(0, LONGEST - 1)}…` : item)
