/** The reader's own variety of the language, such as British English, where the browser has it. */
export const localeOf = (language: string): string =>
  navigator.language.startsWith(language) ? navigator.language : language

/** To make one takes longer than to use it for a whole table. */
const formats = new Map<string, Intl.DateTimeFormat>()

const formatFor = (locale: string): Intl.DateTimeFormat => {
  const format = formats.get(locale) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  formats.set(locale, format)
  return format
}

/** A moment in the reader's own zone, and in UTC. */
export const timeTexts = (at: string, language: string): { readonly local: string; readonly utc: string } => ({
  local: formatFor(localeOf(language)).format(new Date(at)),
  utc: `${at.replace('T', ' ').replace(/(?:\.\d+)?Z$/, '')} UTC`,
})
