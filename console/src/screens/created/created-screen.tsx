import Alert from '@cloudscape-design/components/alert'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfCreated } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { Copy } from '../../parts/copy.tsx'
import { isWithTeam, type Job } from '../../parts/job-words.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { SaveSignature } from '../../parts/save-signature.tsx'
import { Time } from '../../parts/time.tsx'
import { linkTo } from '../../route.ts'
import type { ScreenProps } from '../screens.ts'
import { LastDownload } from './last-download.tsx'
import { MakeLabel } from './make-label.tsx'
import { SignatureHelp } from './signature-help.tsx'
import { type StepName, useChecklist } from './use-checklist.ts'

/** What to do next, with the disk in one's hand. What was ticked off stays ticked off. */
export const CreatedScreen = ({ place }: ScreenProps) => {
  const { t } = useI18n()
  const [, jobId = ''] = place.segments
  const { data, error, refetch } = useQuery({
    queryKey: ['job', jobId],
    queryFn: () => answered(api.GET('/v1/jobs/{jobId}', { params: { path: { jobId } } })),
  })
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('created.about')}
        actions={
          <SpaceBetween direction="horizontal" size="xs" alignItems="center">
            <Link href={linkTo(['jobs', jobId])}>{t('created.toJob')}</Link>
            <CopyAs commands={commandsOfCreated(jobId)} />
          </SpaceBetween>
        }
      >
        {t('created.title', { jobId })}
      </Header>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && <Checklist job={data} />}
    </SpaceBetween>
  )
}

const Checklist = ({ job }: { readonly job: Job }) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const { isDone, set } = useChecklist(job.jobId)
  const mayShip = useMay('PUT /v1/jobs/{jobId}/shipment')
  const { signature } = job.links
  const step = (name: StepName, title: string, children: ReactNode) => (
    <Step title={title} isDone={isDone(name)} onChange={done => set(name, done)}>
      {children}
    </Step>
  )
  // What must not be shipped needs no file, no label and no address.
  if (job.state !== 'created') {
    return <Alert type="warning" header={t('created.notActive', { state: t(`state.${job.state}`) })} />
  }
  if (!isWithTeam(job.device.stage)) {
    return <Alert type="info" header={t('created.arrived', { stage: t(`stage.${job.device.stage}`) })} />
  }
  return (
    <SpaceBetween size="m">
      {signature === undefined
        ? step('barcode', t('created.barcode'), <span>{t('created.barcodeAbout')}</span>)
        : step(
            'signature',
            t('created.signature'),
            <SpaceBetween size="m">
              <span>{t('created.signatureAbout', { jobId: job.jobId, deviceId: job.deviceId })}</span>
              <SaveSignature
                isMain
                path={signature}
                onSaved={() => void queryClient.invalidateQueries({ queryKey: ['events', job.jobId] })}
              />
              <LastDownload jobId={job.jobId} />
              <SignatureHelp />
              <Link href={linkTo(['verify'])}>{t('created.verify')}</Link>
            </SpaceBetween>,
          )}
      {step(
        'label',
        t('created.label'),
        <SpaceBetween size="m">
          <span>{t('created.labelAbout')}</span>
          <MakeLabel job={job} />
        </SpaceBetween>,
      )}
      {step(
        'address',
        t('created.address'),
        job.shippingAddress === undefined ? (
          <span>{t('created.noAddress')}</span>
        ) : (
          <SpaceBetween size="m">
            <pre className="verbatim">{job.shippingAddress}</pre>
            <Copy text={job.shippingAddress} label={t('job.copyAddress')} />
          </SpaceBetween>
        ),
      )}
      {step(
        'shipped',
        t('created.shipped'),
        <SpaceBetween size="s">
          <span>{t('created.shippedAbout')}</span>
          {job.shipment && (
            <span>
              {t('timeline.shipment', { carrier: job.shipment.carrier })}, <Time at={job.shipment.reportedAt} />,{' '}
              <bdi className="break">{job.shipment.reportedBy}</bdi>
            </span>
          )}
          {mayShip && <Link href={linkTo(['ship'], { job: job.jobId })}>{t('ship.title')}</Link>}
        </SpaceBetween>,
      )}
    </SpaceBetween>
  )
}

interface StepProps {
  readonly title: string
  readonly isDone: boolean
  readonly onChange: (done: boolean) => void
  readonly children: ReactNode
}

const Step = ({ title, isDone, onChange, children }: StepProps) => {
  const { t } = useI18n()
  const id = useId()
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Checkbox checked={isDone} ariaLabelledby={id} onChange={({ detail }) => onChange(detail.checked)}>
              {t('created.done')}
            </Checkbox>
          }
        >
          <span id={id}>{title}</span>
        </Header>
      }
    >
      {children}
    </Container>
  )
}
