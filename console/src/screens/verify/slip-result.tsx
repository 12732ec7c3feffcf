import Alert from '@cloudscape-design/components/alert'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useI18n } from '../../i18n/i18n.tsx'
import type { SlipCode } from '../../parts/slip-code.ts'
import { linkTo } from '../../route.ts'

interface Props {
  readonly slip: SlipCode
  /** The job of the SIGNATURE file that was verified before. Default: none was yet */
  readonly diskJobId: string | undefined
}

/** Which job a slip is of, and whether the disk in the same hand belongs to it. */
export const SlipResult = ({ slip: { jobIds, deviceId }, diskJobId }: Props) => {
  const { t } = useI18n()
  const isTogether = diskJobId === undefined ? undefined : jobIds.includes(diskJobId)
  const ids = jobIds.join(', ')
  const header =
    isTogether === undefined
      ? t('slip.of', { jobIds: ids })
      : t(isTogether ? 'slip.together' : 'slip.apart', { jobIds: ids, diskJobId: diskJobId ?? '' })
  return (
    <Alert type={isTogether === undefined ? 'info' : isTogether ? 'success' : 'error'} header={header}>
      <SpaceBetween size="xs">
        <span>
          {t(isTogether === undefined ? 'slip.ofAbout' : isTogether ? 'slip.togetherAbout' : 'slip.apartAbout')}
        </span>
        {deviceId !== undefined && (
          <span>
            {t('jobs.deviceId')}: <bdi className="break">{deviceId}</bdi>
          </span>
        )}
        {jobIds.map(jobId => (
          <Link key={jobId} href={linkTo(['jobs', jobId])}>
            {t('job.title', { jobId })}
          </Link>
        ))}
      </SpaceBetween>
    </Alert>
  )
}
