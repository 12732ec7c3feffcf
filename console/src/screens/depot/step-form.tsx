import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Form from '@cloudscape-design/components/form'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { flash } from '../../parts/flashes.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import type { Device, Step, StepBody } from './depot-words.tsx'
import { type Draft, FIELDS, NOTHING } from './step-fields.tsx'
import { useStep } from './use-device.ts'

interface Props {
  readonly device: Device
  readonly etag: string
  readonly step: Step
  readonly onClose: () => void
}

/** What is to be reported of a step, and the button that reports it. */
export const StepForm = ({ device, etag, step, onClose }: Props): ReactNode => {
  const { t } = useI18n()
  const { jobId } = device
  const [draft, setDraft] = useState<Draft>(NOTHING)
  const report = useStep(jobId, etag)
  const { Fields, bodyOf } = FIELDS[step]
  const body: StepBody | undefined = bodyOf(draft)
  const send = () => {
    if (!body || report.isPending) return
    report.mutate(body, {
      onSuccess: ({ stage }) => {
        flash({ type: 'success', content: t('depot.done', { jobId, stage: t(`depot.stage.${stage}`) }) })
        onClose()
      },
    })
  }
  return (
    <Modal
      visible
      header={`${t(`depot.step.${step}`)}: ${jobId}`}
      closeAriaLabel={t('state.close')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('state.leave')}
            </Button>
            <Button variant="primary" disabled={!body} loading={report.isPending} onClick={send}>
              {t('depot.report')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        onSubmit={event => {
          event.preventDefault()
          send()
        }}
      >
        <Form>
          <SpaceBetween size="m">
            {report.error && <ProblemAlert error={report.error} />}
            <span>{t(`depot.about.${step}`)}</span>
            <Fields device={device} draft={draft} change={change => setDraft(before => ({ ...before, ...change }))} />
          </SpaceBetween>
        </Form>
      </form>
    </Modal>
  )
}
