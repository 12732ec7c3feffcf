import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.tsx'
import type { MessageKey } from '../../i18n/translate.ts'
import { linkTo } from '../../route.ts'
import { type JobQuery, searchOf } from './job-filter.ts'
import { countJobs, countKey, countText, jobGroups } from './job-groups.ts'

interface Props {
  /** The list itself is under way: nothing is counted before it is there. */
  readonly isWaiting: boolean
}

/** What is to be done, counted; each count leads to its jobs. */
export const JobCards = ({ isWaiting }: Props) => {
  const { t } = useI18n()
  return (
    <div className="cards">
      {jobGroups().map(({ title, filters }) => (
        <div key={title}>
          <h2>{t(title)}</h2>
          {filters.map(({ name, query }) => (
            <Count key={name} name={name} query={query} isWaiting={isWaiting} />
          ))}
        </div>
      ))}
    </div>
  )
}

interface CountProps extends Props {
  readonly name: MessageKey
  readonly query: JobQuery
}

const Count = ({ name, query, isWaiting }: CountProps) => {
  const { t } = useI18n()
  const { data, isError } = useQuery({
    queryKey: countKey(query),
    queryFn: () => countJobs(query),
    staleTime: 60_000,
    enabled: !isWaiting,
  })
  return (
    <div>
      <a className="link" href={linkTo(['jobs'], searchOf(query))}>
        {countText(t, name, isError ? undefined : data)}
      </a>
    </div>
  )
}
