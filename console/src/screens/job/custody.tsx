import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { FoundUnsaved } from '../../parts/found-unsaved.tsx'
import type { Job } from '../../parts/job-words.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Time } from '../../parts/time.tsx'
import { useUnsaved } from '../../parts/use-unsaved.ts'

type CustodyStep = NonNullable<Job['custody']>[number]
type StepName = components['schemas']['CustodyBody']['step']

const STEPS = ['packed', 'sealed', 'handed-over', 'received-back'] as const satisfies readonly StepName[]

/** Through whose hands the device has gone. Steps are added and never changed. */
export const Custody = ({ job }: { readonly job: Job }) => {
  const { t } = useI18n()
  const mayRecord = useMay('POST /v1/jobs/{jobId}/custody')
  return (
    <SpaceBetween size="l">
      <Table<CustodyStep>
        variant="container"
        wrapLines
        header={
          <Header variant="h2" description={t('custody.about')}>
            {t('custody.title')}
          </Header>
        }
        items={[...(job.custody ?? [])]}
        empty={<Box textAlign="center">{t('custody.none')}</Box>}
        columnDefinitions={[
          { id: 'at', header: t('history.at'), isRowHeader: true, cell: ({ at }) => <Time short at={at} /> },
          { id: 'step', header: t('custody.step'), cell: ({ step }) => t(`custody.step.${step}`) },
          { id: 'by', header: t('custody.by'), cell: ({ by }) => <bdi className="break">{by}</bdi> },
          { id: 'seal', header: t('ship.seal'), cell: ({ sealNumber }) => <bdi>{sealNumber ?? '–'}</bdi> },
          { id: 'note', header: t('custody.note'), cell: ({ note }) => <bdi className="break">{note ?? '–'}</bdi> },
          {
            id: 'recordedBy',
            header: t('custody.recordedBy'),
            cell: ({ recordedBy }) => <bdi className="break">{recordedBy}</bdi>,
          },
        ]}
      />
      {mayRecord && job.allowedActions.includes('custody') && <AddStep jobId={job.jobId} />}
    </SpaceBetween>
  )
}

interface CustodyFields extends Readonly<Record<string, unknown>> {
  readonly step: StepName
  readonly by: string
  readonly sealNumber: string
  readonly note: string
}

const NOTHING: CustodyFields = { step: 'packed', by: '', sealNumber: '', note: '' }

const AddStep = ({ jobId }: { readonly jobId: string }) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const form = useUnsaved<CustodyFields>(`waybill.custody.${jobId}`, NOTHING)
  const { step, by, sealNumber, note } = form.value
  const record = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/v1/jobs/{jobId}/custody', {
          params: { path: { jobId } },
          body: {
            step,
            by,
            ...(sealNumber.trim() !== '' && { sealNumber }),
            ...(note.trim() !== '' && { note }),
          },
        }),
      ),
    // The next step is often by the same person.
    onSuccess: () => form.renew({ ...form.value, sealNumber: '', note: '' }),
    // Without an answer the step may be there all the same: the table shows it.
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['job', jobId] })
      await queryClient.invalidateQueries({ queryKey: ['events', jobId] })
    },
  })
  const options = STEPS.map(value => ({ value, label: t(`custody.step.${value}`) }))
  return (
    <Container
      header={
        <Header variant="h2" description={t('custody.addAbout')}>
          {t('custody.add')}
        </Header>
      }
    >
      <form
        onSubmit={event => {
          event.preventDefault()
          if (by.trim() !== '' && !record.isPending) record.mutate()
        }}
      >
        <SpaceBetween size="m">
          {record.error && <ProblemAlert error={record.error} />}
          {form.isFound && <FoundUnsaved onDiscard={() => form.renew()} />}
          <ColumnLayout columns={2}>
            <FormField label={t('custody.step')}>
              <Select
                selectedOption={options.find(({ value }) => value === step) ?? null}
                options={options}
                onChange={({ detail }) =>
                  form.change({ step: STEPS.find(known => known === detail.selectedOption.value) ?? step })
                }
              />
            </FormField>
            <FormField label={t('custody.by')}>
              <Input value={by} onChange={({ detail }) => form.change({ by: detail.value })} />
            </FormField>
            <FormField label={`${t('ship.seal')} – ${t('new.optional')}`}>
              <Input value={sealNumber} onChange={({ detail }) => form.change({ sealNumber: detail.value })} />
            </FormField>
            <FormField label={`${t('custody.note')} – ${t('new.optional')}`}>
              <Input value={note} onChange={({ detail }) => form.change({ note: detail.value })} />
            </FormField>
          </ColumnLayout>
          <Button variant="primary" formAction="submit" disabled={by.trim() === ''} loading={record.isPending}>
            {t('custody.record')}
          </Button>
        </SpaceBetween>
      </form>
    </Container>
  )
}
