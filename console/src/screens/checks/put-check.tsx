import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Textarea from '@cloudscape-design/components/textarea'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { flash } from '../../parts/flashes.ts'
import { goTo, linkTo } from '../../route.ts'
import type { Check } from './outcome.tsx'

interface Props {
  /** The check to change. Default: a new one is made */
  readonly check?: Check
  readonly onClose: () => void
}

/** Makes a check, or changes one: what it validates and when. */
export const PutCheck = ({ check, onClose }: Props) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const [name, setName] = useState(check?.name ?? '')
  const [of, setOf] = useState<'job' | 'manifest'>(check && check.jobId === undefined ? 'manifest' : 'job')
  const [jobId, setJobId] = useState(check?.jobId ?? '')
  const [manifest, setManifest] = useState('')
  const [schedule, setSchedule] = useState(check?.schedule ?? 'rate(1 day)')
  const [timeZone, setTimeZone] = useState(check?.timeZone ?? 'UTC')
  const put = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/v1/checks/{name}', {
          params: { path: { name } },
          body: { ...(of === 'job' ? { jobId } : { manifest }), schedule, timeZone },
        }),
      ),
    onSuccess: async made => {
      await queryClient.invalidateQueries({ queryKey: ['checks'] })
      await queryClient.invalidateQueries({ queryKey: ['check', made.name] })
      flash({ type: 'success', content: t('checks.saved', { name: made.name }) })
      onClose()
      goTo(linkTo(['checks', made.name]))
    },
  })
  const isComplete = name.trim() !== '' && (of === 'job' ? jobId.trim() !== '' : manifest.trim() !== '')
  return (
    <Dialog
      size="large"
      header={t(check ? 'checks.change' : 'checks.make')}
      action={t('checks.save')}
      isReady={isComplete}
      isBusy={put.isPending}
      error={put.error}
      onAction={() => put.mutate()}
      onClose={onClose}
    >
      <FormField label={t('checks.name')} constraintText={t('checks.nameAbout')}>
        <Input value={name} disabled={check !== undefined} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label={t('checks.of')}>
        <RadioGroup
          value={of}
          // The items' values are the two.
          onChange={({ detail }) => setOf(detail.value as 'job' | 'manifest')}
          items={[
            { value: 'job', label: t('checks.ofJob') },
            { value: 'manifest', label: t('checks.ofManifest') },
          ]}
        />
      </FormField>
      {of === 'job' ? (
        <FormField label={t('jobs.jobId')}>
          <Input value={jobId} onChange={({ detail }) => setJobId(detail.value)} />
        </FormField>
      ) : (
        <FormField label={t('job.manifest')}>
          <Textarea
            value={manifest}
            rows={10}
            spellcheck={false}
            onChange={({ detail }) => setManifest(detail.value)}
          />
        </FormField>
      )}
      <FormField label={t('checks.schedule')} constraintText={t('checks.scheduleAbout')}>
        <Input value={schedule} onChange={({ detail }) => setSchedule(detail.value)} />
      </FormField>
      <FormField label={t('checks.timeZone')}>
        <Input value={timeZone} onChange={({ detail }) => setTimeZone(detail.value)} />
      </FormField>
    </Dialog>
  )
}
