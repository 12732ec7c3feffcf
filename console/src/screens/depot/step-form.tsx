import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { flash } from '../../parts/flashes.ts'
import { useUnsaved } from '../../parts/use-unsaved.ts'
import type { Device, Step, StepBody } from './depot-words.tsx'
import { type Draft, FIELDS, type FileDraft, NO_FILES, NOTHING_TYPED, type TypedDraft } from './step-fields.tsx'
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
  // Files are chosen anew: what was in one could not be seen.
  const [files, setFiles] = useState<FileDraft>(NO_FILES)
  const form = useUnsaved<TypedDraft>(`waybill.step.${jobId}.${step}`, NOTHING_TYPED)
  const draft: Draft = { ...form.value, ...files }
  const report = useStep(jobId, etag)
  const { Fields, bodyOf } = FIELDS[step]
  const body: StepBody | undefined = bodyOf(draft)
  const change = ({ proof, hasNoProof, log, ...others }: Partial<Draft>) => {
    setFiles(before => ({
      proof: proof ?? before.proof,
      hasNoProof: hasNoProof ?? before.hasNoProof,
      log: log ?? before.log,
    }))
    if (Object.keys(others).length > 0) form.change(others)
  }
  const send = () => {
    if (!body) return
    report.mutate(body, {
      onSuccess: ({ stage }) => {
        form.renew()
        flash({ type: 'success', content: t('depot.done', { jobId, stage: t(`depot.stage.${stage}`) }) })
        onClose()
      },
    })
  }
  return (
    <Dialog
      header={`${t(`depot.step.${step}`)}: ${jobId}`}
      action={t('depot.report')}
      isReady={body !== undefined}
      isBusy={report.isPending}
      error={report.error}
      form={form}
      onAction={send}
      onClose={onClose}
    >
      <span>{t(`depot.about.${step}`)}</span>
      <Fields device={device} draft={draft} change={change} />
    </Dialog>
  )
}
