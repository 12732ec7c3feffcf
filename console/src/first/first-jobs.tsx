import { useEffect } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { type CellParts, columnsOf } from '../screens/jobs/columns.tsx'
import { JobCards } from '../screens/jobs/job-cards.tsx'
import { queryOf } from '../screens/jobs/job-filter.ts'
import { useJobs } from '../screens/jobs/list-jobs.ts'
import { usePreferences } from '../screens/jobs/preferences.ts'
import type { ScreenProps } from '../screens/screens.ts'

interface Props extends ScreenProps {
  /** The jobs are on the screen, or it is known that they will not come. */
  readonly onShown: () => void
}

/** The list of jobs for reading; what else can be done with it comes with the whole screen. */
export const FirstJobs = ({ place, onShown }: Props) => {
  const { t } = useI18n()
  const [preferences] = usePreferences()
  const { data, isPending } = useJobs(queryOf(place.query), preferences.pageSize, undefined)
  useEffect(() => {
    if (!isPending) onShown()
  }, [isPending, onShown])

  const columns = columnsOf(t, {
    link: (href, text) => (
      <a className="link" href={href}>
        {text}
      </a>
    ),
    state: state => <WithIcon text={t(`state.${state}`)} />,
    stage: stage => <WithIcon text={t(`stage.${stage}`)} />,
  } satisfies CellParts).filter(({ id }) => preferences.columns.includes(id))
  return (
    <>
      <JobCards isWaiting={isPending} />
      <div className="first-head">
        <h1>{t('jobs.title')}</h1>
        <p>{t('jobs.description')}</p>
      </div>
      {isPending && <p role="status">{t('state.loading')}</p>}
      {data && data.jobs.length > 0 && (
        <div className="first-table">
          <table className={preferences.wrapLines ? 'wrap' : undefined}>
            <thead>
              <tr>
                {columns.map(({ id, header, width }) => (
                  <th key={id} scope="col" style={{ inlineSize: width }}>
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.jobs.slice(0, MOST_ROWS).map(job => (
                <tr key={job.id}>
                  {columns.map(({ id, cell, isRowHeader }) =>
                    isRowHeader ? (
                      <th key={id} scope="row">
                        {cell(job)}
                      </th>
                    ) : (
                      <td key={id}>{cell(job)}</td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

/** A screen has no more; the rest comes with the whole table. */
const MOST_ROWS = 50

/** Where the table has an icon, there is room for it. */
const WithIcon = ({ text }: { readonly text: string }) => <span className="first-icon">{text}</span>
