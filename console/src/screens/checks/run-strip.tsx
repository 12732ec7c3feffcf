import { useI18n } from '../../i18n/i18n.tsx'
import { timeTexts } from '../../parts/time-texts.ts'
import type { Run } from './outcome.tsx'

const HEIGHTS = { pass: 14, unknown: 22, fail: 30 } as const

/** All runs as a strip, oldest first. A bar's height says the outcome too, so that colours are not needed. */
export const RunStrip = ({ runs }: { readonly runs: readonly Run[] }) => {
  const { t, language } = useI18n()
  if (runs.length === 0) return <>{t('checks.noRuns')}</>
  return (
    <ol className="strip">
      {runs.toReversed().map(({ runId, outcome, startedAt }) => {
        const { local, utc } = timeTexts(startedAt, language, false)
        const text = `${t(`checks.${outcome}`)}, ${local} (${utc})`
        return (
          <li key={runId}>
            <svg width="8" height="30" role="img" aria-label={text}>
              <title>{text}</title>
              <rect className={`run-${outcome}`} width="8" y={30 - HEIGHTS[outcome]} height={HEIGHTS[outcome]} />
            </svg>
          </li>
        )
      })}
    </ol>
  )
}
