import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useState } from 'react'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { askManifest } from '../../manifest/ask.ts'
import { useDraft } from '../../manifest/use-draft.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { flash } from '../../parts/flashes.ts'
import { Loading } from '../../parts/loading.tsx'
import { useUnsaved } from '../../parts/use-unsaved.ts'
import { goTo, linkTo } from '../../route.ts'
import { useTeamSettings } from '../new-job/use-team-settings.ts'
import type { Check } from './outcome.tsx'

/** Most checks are of a job, and need no editor. */
const ManifestEditor = lazy(async () => ({
  default: (await import('../../manifest/manifest-editor.tsx')).ManifestEditor,
}))

interface CheckFields extends Readonly<Record<string, unknown>> {
  readonly name: string
  readonly of: 'job' | 'manifest'
  readonly jobId: string
  readonly enabled: boolean
  readonly schedule: string
  readonly timeZone: string
}

interface Props {
  /** The check to change. Default: a new one is made */
  readonly check?: Check
  readonly onClose: () => void
}

/** Whom the check reports to: the form does not change it, and a webhook that is not named stays. */
const noticesOf = ({ notify: { webhook: _kept, ...notify } }: Check) => notify

/** Makes a check, or changes one: what it validates and when. */
export const PutCheck = ({ check, onClose }: Props) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const form = useUnsaved<CheckFields>(`waybill.check.${check?.name ?? ''}`, {
    name: check?.name ?? '',
    of: check && check.jobId === undefined ? 'manifest' : 'job',
    jobId: check?.jobId ?? '',
    enabled: check?.enabled ?? true,
    schedule: check?.schedule ?? 'rate(1 day)',
    timeZone: check?.timeZone ?? 'UTC',
  })
  const { name, of, jobId, enabled, schedule, timeZone } = form.value
  const { defaults } = useTeamSettings()
  const ask = useCallback((text: string) => askManifest('view', { text, defaults }), [defaults])
  const draft = useDraft({ ask, stored: `waybill.check-text.${check?.name ?? ''}` })
  const [isTextFound, setTextFound] = useState(draft.text !== '')
  const renew = () => {
    form.renew()
    draft.set('')
    setTextFound(false)
  }
  // The check has its manifest still, where none is sent.
  const isManifestKept = check !== undefined && check.jobId === undefined && draft.text.trim() === ''
  const put = useMutation({
    mutationFn: async () => {
      const { text } = await draft.whole()
      const subject = of === 'job' ? { jobId: jobId.trim() } : isManifestKept ? {} : { manifest: text }
      return answered(
        api.PUT('/v1/checks/{name}', {
          params: { path: { name } },
          body: { ...subject, schedule, timeZone, enabled, ...(check && { notify: noticesOf(check) }) },
        }),
      )
    },
    onSuccess: async made => {
      await queryClient.invalidateQueries({ queryKey: ['checks'] })
      await queryClient.invalidateQueries({ queryKey: ['check', made.name] })
      renew()
      flash({ type: 'success', content: t('checks.saved', { name: made.name }) })
      onClose()
      goTo(linkTo(['checks', made.name]))
    },
  })
  const isComplete =
    name.trim() !== '' && (of === 'job' ? jobId.trim() !== '' : isManifestKept || draft.text.trim() !== '')
  return (
    <Dialog
      size="large"
      header={t(check ? 'checks.change' : 'checks.make')}
      action={t('checks.save')}
      isReady={isComplete}
      isBusy={put.isPending}
      error={put.error}
      form={{ isFound: form.isFound || isTextFound, renew }}
      onAction={() => put.mutate()}
      onClose={onClose}
    >
      <FormField label={t('checks.name')} constraintText={t('checks.nameAbout')}>
        <Input
          value={name}
          disabled={check !== undefined}
          onChange={({ detail }) => form.change({ name: detail.value })}
        />
      </FormField>
      <FormField label={t('checks.of')}>
        <RadioGroup
          value={of}
          // The items' values are the two.
          onChange={({ detail }) => form.change({ of: detail.value as 'job' | 'manifest' })}
          items={[
            { value: 'job', label: t('checks.ofJob') },
            { value: 'manifest', label: t('checks.ofManifest') },
          ]}
        />
      </FormField>
      {of === 'job' ? (
        <FormField label={t('jobs.jobId')}>
          <Input value={jobId} onChange={({ detail }) => form.change({ jobId: detail.value })} />
        </FormField>
      ) : (
        <Suspense fallback={<Loading />}>
          <ManifestEditor draft={draft} empty={t(isManifestKept ? 'checks.manifestKept' : 'checks.emptyManifest')} />
        </Suspense>
      )}
      <FormField label={t('checks.schedule')} constraintText={t('checks.scheduleAbout')}>
        <Input value={schedule} onChange={({ detail }) => form.change({ schedule: detail.value })} />
      </FormField>
      <FormField label={t('checks.timeZone')}>
        <Input value={timeZone} onChange={({ detail }) => form.change({ timeZone: detail.value })} />
      </FormField>
      <Checkbox checked={enabled} onChange={({ detail }) => form.change({ enabled: detail.checked })}>
        {t('checks.enabled')}
      </Checkbox>
    </Dialog>
  )
}
