import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import type { components } from '../../../../lib/client/client.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Status } from '../../parts/status.tsx'
import { linkTo } from '../../route.ts'

type Result = components['schemas']['BatchResults']['items'][number]

interface Props {
  readonly result: Result | undefined
  readonly isSent: boolean
}

/** What came of one manifest of several. */
export const ResultText = ({ result, isSent }: Props) => {
  const { t } = useI18n()
  if (result?.job) {
    const { jobId } = result.job
    return (
      <Status type="success">
        <Link href={linkTo(['jobs', jobId, 'created'])}>{jobId}</Link> {result.replayed ? t('batch.replayed') : ''}
      </Status>
    )
  }
  if (result?.problem) {
    return (
      <Status type={result.problem.retryable ? 'warning' : 'error'}>
        {result.problem.detail} <Box variant="small">{result.problem.code}</Box>
      </Status>
    )
  }
  if (result?.validation) return <Status type="success">{t('new.valid')}</Status>
  if (isSent) return <Status type="loading">{t('new.sending')}</Status>
  return <Status type="pending">{t('batch.ready')}</Status>
}
