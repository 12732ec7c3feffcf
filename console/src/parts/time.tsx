import { useI18n } from '../i18n/i18n.tsx'
import { timeTexts } from './time-texts.ts'

/** A moment in the reader's own zone; pointing at it shows UTC. */
export const Time = ({ at }: { readonly at: string | undefined }) => {
  const { language } = useI18n()
  if (at === undefined) return <>–</>
  const { local, utc } = timeTexts(at, language)
  return (
    <time dateTime={at} title={utc}>
      {local}
    </time>
  )
}
