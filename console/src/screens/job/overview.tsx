import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Copy } from '../../parts/copy.tsx'
import { type Job, KindName, StateBadge } from '../../parts/job-words.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Time } from '../../parts/time.tsx'
import { localeOf } from '../../parts/time-texts.ts'
import { DeviceSteps } from './device-steps.tsx'

/** What the job is and where its device is, as far as is known; the service can be asked anew. */
export const Overview = ({ job }: { readonly job: Job }) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const ask = useMutation({
    mutationFn: () => answered(api.GET('/v1/jobs/{jobId}/status', { params: { path: { jobId: job.jobId } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['job', job.jobId] }),
  })
  const { status } = job
  return (
    <SpaceBetween size="l">
      {ask.error && <ProblemAlert error={ask.error} onRetry={() => ask.mutate()} />}
      <Container header={<Header variant="h2">{t('job.overview')}</Header>}>
        <KeyValuePairs
          columns={4}
          minColumnWidth={170}
          items={[
            { label: t('jobs.state'), value: <StateBadge state={job.state} /> },
            { label: t('jobs.kind'), value: <KindName kind={job.kind} /> },
            { label: t('jobs.deviceId'), value: <bdi className="break">{job.deviceId}</bdi> },
            { label: t('jobs.bucket'), value: <span className="break">{job.buckets.join(', ') || '–'}</span> },
            { label: t('jobs.team'), value: job.team },
            { label: t('jobs.createdAt'), value: <Time at={job.createdAt} /> },
            { label: t('jobs.updatedAt'), value: <Time at={job.updatedAt} /> },
            { label: t('jobs.archivedAt'), value: <Time at={job.archivedAt} /> },
            ...(job.description === undefined
              ? []
              : [{ label: t('job.description'), value: <bdi className="break">{job.description}</bdi> }]),
            ...Object.entries(job.tags ?? {}).map(([label, value]) => ({
              label,
              value: <bdi className="break">{value}</bdi>,
            })),
          ]}
        />
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            description={
              status ? (
                <>
                  {t('job.askedAt')} <Time at={status.checkedAt} />
                </>
              ) : (
                t('job.neverAsked')
              )
            }
            actions={
              job.allowedActions.includes('status') && (
                <Button loading={ask.isPending} onClick={() => ask.mutate()}>
                  {t('job.askNow')}
                </Button>
              )
            }
          >
            {t('job.whereIsIt')}
          </Header>
        }
      >
        <SpaceBetween size="l">
          <DeviceSteps device={job.device} />
          <KeyValuePairs
            columns={3}
            minColumnWidth={200}
            items={[
              { label: t('job.location'), value: status?.locationMessage ?? status?.locationCode ?? '–' },
              { label: t('job.progress'), value: status?.progressMessage ?? status?.progressCode ?? '–' },
              ...(job.shipment ? [{ label: t('job.sentWith'), value: <Parcel {...job.shipment} /> }] : []),
              {
                label: t('job.comesBackWith'),
                value: status?.trackingNumber ? `${status.carrier ?? ''} ${status.trackingNumber}` : '–',
              },
              ...(status?.errorCount === undefined
                ? []
                : [{ label: t('job.errorCount'), value: String(status.errorCount) }]),
              ...(status?.logBucket === undefined
                ? []
                : [
                    {
                      label: t('job.log'),
                      value: <span className="break">{`s3://${status.logBucket}/${status.logKey ?? ''}`}</span>,
                    },
                  ]),
            ]}
          />
        </SpaceBetween>
      </Container>
      {job.shippingAddress !== undefined && (
        <Container
          header={
            <Header variant="h2" actions={<Copy text={job.shippingAddress} label={t('job.copyAddress')} />}>
              {t('job.address')}
            </Header>
          }
        >
          <pre className="verbatim">{job.shippingAddress}</pre>
        </Container>
      )}
    </SpaceBetween>
  )
}

/** The parcel that a team has reported, with a link to where the carrier shows it. */
const Parcel = ({ carrier, trackingNumber, trackingUrl, sealNumber, shippedOn }: NonNullable<Job['shipment']>) => {
  const { t, language } = useI18n()
  const day = new Date(`${shippedOn}T00:00:00Z`)
  return (
    <span className="break">
      <bdi>{carrier}</bdi>{' '}
      {trackingUrl === undefined ? (
        <bdi>{trackingNumber ?? ''}</bdi>
      ) : (
        <Link external href={trackingUrl} externalIconAriaLabel={t('ship.opensCarrier')}>
          {trackingNumber}
        </Link>
      )}
      {`, ${day.toLocaleDateString(localeOf(language), { dateStyle: 'medium', timeZone: 'UTC' })}`}
      {sealNumber !== undefined && `, ${t('ship.seal')} ${sealNumber}`}
    </span>
  )
}
