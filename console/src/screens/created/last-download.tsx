import { useQuery } from '@tanstack/react-query'
import { listEvents } from '../../api/lists.ts'
import { useMay } from '../../api/me.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Time } from '../../parts/time.tsx'

/** Who has downloaded the SIGNATURE last, in whatever browser; nothing while that is not known. */
export const LastDownload = ({ jobId }: { readonly jobId: string }) => {
  const { t } = useI18n()
  const { data = [] } = useQuery({
    queryKey: ['events', jobId, 'created'],
    queryFn: () => listEvents(jobId),
    enabled: useMay('GET /v1/jobs/{jobId}/events'),
  })
  const downloads = data.filter(({ action, outcome }) => action === 'fetch-signature' && outcome === 'done')
  const last = downloads.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)).at(-1)
  if (!last) return null
  return (
    <span>
      {t('created.downloaded')} <Time at={last.at} />, <bdi className="break">{last.principal}</bdi>
    </span>
  )
}
