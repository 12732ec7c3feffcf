import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Steps from '@cloudscape-design/components/steps'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import type { Translate } from '../../i18n/translate.ts'
import { useOnlyFieldsTakeFiles } from '../../parts/dropped-files.ts'
import { Time } from '../../parts/time.tsx'
import { DepotStageBadge, type Device, type Step } from './depot-words.tsx'
import { StepForm } from './step-form.tsx'

type DepotEvent = Device['events'][number]

/** A job at the depot: what is known of it, what was done, and what may be done next. */
export const DeviceView = ({ device, etag }: { readonly device: Device; readonly etag: string }) => {
  useOnlyFieldsTakeFiles()
  const { t } = useI18n()
  const [step, setStep] = useState<Step>()
  const mayStep = useMay('POST /v1/depot/jobs/{jobId}/steps')
  const { jobId, stage, allowedActions, events } = device
  return (
    <SpaceBetween size="l">
      {(stage === 'cancelled' || stage === 'expired') && (
        <Alert type="warning" header={t('depot.refuse')}>
          {t('depot.refuseAbout', { stage: t(`depot.stage.${stage}`) })}
        </Alert>
      )}
      <Container
        header={
          <Header
            variant="h2"
            description={<DepotStageBadge stage={stage} />}
            actions={
              mayStep && (
                <SpaceBetween direction="horizontal" size="xs">
                  {allowedActions.map((action, index) => (
                    <Button key={action} variant={index === 0 ? 'primary' : 'normal'} onClick={() => setStep(action)}>
                      {t(`depot.step.${action}`)}
                    </Button>
                  ))}
                </SpaceBetween>
              )
            }
          >
            {t('job.title', { jobId })}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <KeyValuePairs columns={4} minColumnWidth={160} items={factsOf(device, t)} />
          {allowedActions.length === 0 && <Box color="text-body-secondary">{t('depot.noStep')}</Box>}
        </SpaceBetween>
      </Container>
      {events.length > 0 && (
        <Container header={<Header variant="h2">{t('depot.events')}</Header>}>
          <Steps
            ariaLabel={t('depot.events')}
            steps={events.map(event => ({
              status: statusOf(event),
              statusIconAriaLabel: t(ICONS[statusOf(event)]),
              header: <bdi className="break">{eventText(event, t)}</bdi>,
              details: <Time at={event.at} />,
            }))}
          />
        </Container>
      )}
      <ExpandableSection variant="container" headerText={t('depot.manifest')}>
        <pre className="verbatim">{device.manifest}</pre>
      </ExpandableSection>
      {step && <StepForm device={device} etag={etag} step={step} onClose={() => setStep(undefined)} />}
    </SpaceBetween>
  )
}

const factsOf = (device: Device, t: Translate) => [
  { label: t('jobs.deviceId'), value: <bdi className="break">{device.deviceId ?? '–'}</bdi> },
  { label: t('jobs.kind'), value: device.kind === undefined ? '–' : t(`kind.${device.kind}`) },
  { label: t('depot.proof'), value: device.proof === 'barcode' ? t('depot.barcode') : 'SIGNATURE' },
  { label: t('jobs.team'), value: <bdi>{device.team ?? '–'}</bdi> },
  { label: t('depot.owner'), value: <span className="break">{device.owner}</span> },
  { label: t('jobs.createdAt'), value: <Time at={device.createdAt} /> },
  { label: t('jobs.expiresAt'), value: <Time at={device.expiresAt} /> },
  { label: t('job.progress'), value: device.progress.message },
]

const statusOf = (event: DepotEvent): 'success' | 'warning' | 'error' => {
  if (event.type === 'aborted' || (event.type === 'received' && event.signature !== 'valid')) return 'error'
  return event.type === 'finished' && event.errors > 0 ? 'warning' : 'success'
}

const ICONS = { success: 'job.passed', warning: 'depot.errors', error: 'outcome.failed' } as const

const eventText = (event: DepotEvent, t: Translate): string => {
  switch (event.type) {
    case 'received':
      return t('depot.event.received', { signature: t(`depot.signature.${event.signature}`) })
    case 'loading':
      return t('depot.event.loading')
    case 'aborted':
      return t('depot.event.aborted', { reason: t(`depot.reason.${event.reason}`) })
    case 'finished':
      return t('depot.event.finished', { count: event.errors })
    case 'returned':
      return t('depot.event.returned', { carrier: event.carrier, trackingNumber: event.trackingNumber })
  }
}
