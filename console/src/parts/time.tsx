import { useI18n } from '../i18n/i18n.tsx'
import { timeTexts } from './time-texts.ts'

interface Props {
  /** `undefined`: it has not happened. */
  readonly at: string | undefined
  /** As tables have it: no year where it is this one. Default: with the year */
  readonly short?: boolean
}

/** A moment in the reader's own zone; pointing at it shows UTC. */
export const Time = ({ at, short = false }: Props) => {
  const { language } = useI18n()
  if (at === undefined) return <>–</>
  const { local, utc } = timeTexts(at, language, short)
  return (
    <time dateTime={at} title={utc}>
      {local}
    </time>
  )
}
