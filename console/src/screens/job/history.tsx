import Header from '@cloudscape-design/components/header'
import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { EventsTable } from '../../parts/events-table.tsx'

/** Who did what with the job, and with what outcome. */
export const History = ({ jobId }: { readonly jobId: string }) => {
  const { t } = useI18n()
  const query = useInfiniteQuery({
    queryKey: ['events', jobId],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/jobs/{jobId}/events', {
          params: { path: { jobId }, query: pageParam === '' ? {} : { pageToken: pageParam } },
        }),
      ),
    getNextPageParam: page => page.nextPageToken || undefined,
  })
  return (
    <EventsTable header={<Header variant="h2">{t('job.history')}</Header>} empty={t('history.none')} query={query} />
  )
}
