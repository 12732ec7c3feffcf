/** The reader's own variety of the language, such as British English, where the browser has it. */
export const localeOf = (language: string): string =>
  navigator.language.startsWith(language) ? navigator.language : language

/** In tables the year stands only where it is not this one; then all of it is in figures, which are short. */
const FORMS = {
  long: { dateStyle: 'medium', timeStyle: 'short' },
  thisYear: { day: 'numeric', month: 'short', minute: '2-digit' },
  otherYear: { dateStyle: 'short', timeStyle: 'short' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>

/** One in the morning is 01 where the day has 24 hours, and 1 where it has twice 12. */
const hourOf = (locale: string, form: keyof typeof FORMS): Intl.DateTimeFormatOptions => {
  if (form !== 'thisYear') return {}
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions()
  return { hour: hourCycle === 'h12' ? 'numeric' : '2-digit' }
}

/** To make one takes longer than to use it for a whole table. */
const formats = new Map<string, Intl.DateTimeFormat>()

const formatFor = (locale: string, form: keyof typeof FORMS): Intl.DateTimeFormat => {
  const name = `${locale} ${form}`
  const format = formats.get(name) ?? new Intl.DateTimeFormat(locale, { ...FORMS[form], ...hourOf(locale, form) })
  formats.set(name, format)
  return format
}

interface TimeTexts {
  /** In the reader's own zone. */
  readonly local: string
  readonly utc: string
}

/**
 * A moment in words.
 *
 * @param isShort as tables have it
 */
export const timeTexts = (at: string, language: string, isShort: boolean, now = new Date()): TimeTexts => {
  const moment = new Date(at)
  const form = !isShort ? 'long' : moment.getFullYear() === now.getFullYear() ? 'thisYear' : 'otherYear'
  return {
    local: formatFor(localeOf(language), form).format(moment),
    utc: `${at.replace('T', ' ').replace(/(?:\.\d+)?Z$/, '')} UTC`,
  }
}
