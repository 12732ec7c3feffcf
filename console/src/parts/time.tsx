import { useI18n } from '../i18n/i18n.tsx'

/** The reader's own variety of the language, such as British English, where the browser has it. */
export const localeOf = (language: string): string =>
  navigator.language.startsWith(language) ? navigator.language : language

/** A moment in the reader's own zone; pointing at it shows UTC. */
export const Time = ({ at }: { readonly at: string | undefined }) => {
  const { language } = useI18n()
  if (at === undefined) return <>–</>
  const date = new Date(at)
  return (
    <time dateTime={at} title={`${at.replace('T', ' ').replace(/(?:\.\d+)?Z$/, '')} UTC`}>
      {date.toLocaleString(localeOf(language), { dateStyle: 'medium', timeStyle: 'short' })}
    </time>
  )
}
