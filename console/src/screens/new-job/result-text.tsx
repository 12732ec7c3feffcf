import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { components } from '../../../../lib/client/client.ts'
import { useI18n } from '../../i18n/i18n.tsx'
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
      <StatusIndicator type="success">
        <Link href={linkTo(['jobs', jobId, 'created'])}>{jobId}</Link> {result.replayed ? t('batch.replayed') : ''}
      </StatusIndicator>
    )
  }
  if (result?.problem) {
    return (
      <StatusIndicator type={result.problem.retryable ? 'warning' : 'error'} wrapText>
        {result.problem.detail} <Box variant="small">{result.problem.code}</Box>
      </StatusIndicator>
    )
  }
  if (result?.validation) return <StatusIndicator type="success">{t('new.valid')}</StatusIndicator>
  if (isSent) return <StatusIndicator type="loading">{t('new.sending')}</StatusIndicator>
  return <StatusIndicator type="pending">{t('batch.ready')}</StatusIndicator>
}
