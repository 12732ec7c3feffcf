import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.tsx'
import { Copy } from '../../parts/copy.tsx'
import { fileBytes } from '../../parts/download.ts'
import type { Job } from '../../parts/job-words.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'

/** The manifest in force. Passwords and PINs are redacted by the API already. */
export const ManifestView = ({ job }: { readonly job: Job }) => {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery({
    queryKey: ['manifest', job.jobId, job.updatedAt],
    queryFn: async () => (await fileBytes(job.links.manifest)).text(),
  })
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  return (
    <Container
      header={
        <Header variant="h2" actions={<Copy text={data} label={t('job.copyManifest')} />}>
          {t('job.manifest')}
        </Header>
      }
    >
      <pre className="verbatim">{data}</pre>
    </Container>
  )
}
