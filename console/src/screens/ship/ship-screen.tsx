import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Link from '@cloudscape-design/components/link'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { listAddresses } from '../../api/lists.ts'
import { useMay } from '../../api/me.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfLabel, commandsOfParcel } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { BlobPreview } from '../../parts/blob-preview.tsx'
import { flash } from '../../parts/flashes.ts'
import type { Job } from '../../parts/job-words.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Time } from '../../parts/time.tsx'
import { linkTo } from '../../route.ts'
import { listJobs } from '../jobs/list-jobs.ts'
import type { ScreenProps } from '../screens.ts'

type Listed = Omit<Job, 'warnings'>

/** One parcel: which jobs' devices are in it, who sends it, its label, and how it travels. */
export const ShipScreen = ({ place }: ScreenProps) => {
  const { t } = useI18n()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['jobs', 'to-ship'],
    queryFn: async () => {
      const { jobs } = await listJobs({ state: 'created', stage: 'not-shipped' }, 1000, undefined)
      return jobs.filter((job): job is Listed => 'jobId' in job && 'device' in job)
    },
  })
  const first = place.query.get('job')
  const [chosen, setChosen] = useState<readonly string[]>(first === null ? [] : [first])
  const jobs = data?.filter(({ jobId }) => chosen.includes(jobId)) ?? []
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('ship.about')}>
        {t('ship.title')}
      </Header>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <Table<Listed>
        variant="container"
        selectionType="multi"
        items={data ?? []}
        trackBy="jobId"
        loading={isPending}
        loadingText={t('state.loading')}
        selectedItems={jobs}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems.map(({ jobId }) => jobId))}
        ariaLabels={{
          selectionGroupLabel: t('ship.jobs'),
          allItemsSelectionLabel: () => t('ship.all'),
          itemSelectionLabel: (_selected, { jobId }) => t('job.title', { jobId }),
        }}
        empty={<Box textAlign="center">{t('ship.none')}</Box>}
        header={
          <Header variant="h2" counter={`(${jobs.length}/${data?.length ?? 0})`}>
            {t('ship.jobs')}
          </Header>
        }
        columnDefinitions={[
          {
            id: 'jobId',
            header: t('jobs.jobId'),
            isRowHeader: true,
            cell: ({ jobId }) => <Link href={linkTo(['jobs', jobId])}>{jobId}</Link>,
          },
          {
            id: 'deviceId',
            header: t('jobs.deviceId'),
            cell: ({ deviceId }) => <bdi className="break">{deviceId}</bdi>,
          },
          { id: 'expiresAt', header: t('jobs.expiresAt'), cell: ({ device }) => <Time at={device.expiresAt} /> },
        ]}
      />
      <Label jobIds={chosen} />
      <Parcel jobIds={chosen} onSent={() => setChosen([])} />
    </SpaceBetween>
  )
}

/** The label of the parcel, with a sender out of the address book. */
const Label = ({ jobIds }: { readonly jobIds: readonly string[] }) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const mayMake = useMay('POST /v1/shipping-labels')
  const [sender, setSender] = useState('')
  const addresses = useQuery({
    queryKey: ['addresses'],
    queryFn: listAddresses,
  })
  const make = useMutation({
    mutationFn: async () => {
      const body = { jobIds: [...jobIds], ...(sender !== '' && { sender }) }
      const { url } = await answered(api.POST('/v1/shipping-labels', { body }))
      const [jobId = ''] = jobIds
      const job = await answered(api.GET('/v1/jobs/{jobId}', { params: { path: { jobId } } }))
      return job.artifacts.find(artifact => artifact.url === url)
    },
    onSuccess: async () => {
      for (const jobId of jobIds) await queryClient.invalidateQueries({ queryKey: ['job', jobId] })
    },
  })
  const [isShown, setShown] = useState(false)
  return (
    <Container
      header={
        <Header variant="h2" actions={<CopyAs of={t('ship.label')} commands={commandsOfLabel(jobIds, sender)} />}>
          {t('ship.label')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {make.error && <ProblemAlert error={make.error} onRetry={() => make.mutate()} />}
        <FormField label={t('ship.sender')} description={t('ship.senderAbout')}>
          <Select
            placeholder={t('ship.byManifest')}
            selectedOption={sender === '' ? null : { value: sender }}
            options={[
              { value: '', label: t('ship.byManifest') },
              ...(addresses.data ?? []).map(({ name }) => ({ value: name })),
            ]}
            onChange={({ detail }) => setSender(detail.selectedOption.value ?? '')}
          />
        </FormField>
        <Button disabled={!mayMake || jobIds.length === 0} loading={make.isPending} onClick={() => make.mutate()}>
          {t('created.makeLabel')}
        </Button>
        {make.isSuccess && (
          <Alert
            type="success"
            header={t('ship.labelMade')}
            action={make.data && <Button onClick={() => setShown(true)}>{t('ship.showLabel')}</Button>}
          >
            {jobIds.map(jobId => (
              <div key={jobId}>
                <Link href={linkTo(['jobs', jobId])}>{t('job.title', { jobId })}</Link>
              </div>
            ))}
          </Alert>
        )}
        {isShown && make.data && (
          <BlobPreview
            title={make.data.description}
            path={make.data.link}
            fileName={make.data.name}
            onClose={() => setShown(false)}
          />
        )}
      </SpaceBetween>
    </Container>
  )
}

const today = (): string => new Date().toISOString().slice(0, 10)

/** Carrier and tracking number: what brings the jobs from **Not shipped** to **Shipped**. */
const Parcel = ({ jobIds, onSent }: { readonly jobIds: readonly string[]; readonly onSent: () => void }) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const mayShip = useMay('PUT /v1/jobs/{jobId}/shipment')
  const [carrier, setCarrier] = useState('')
  const [trackingNumber, setTrackingNumber] = useState('')
  const [shippedOn, setShippedOn] = useState(today)
  const [sealNumber, setSealNumber] = useState('')
  const parcel = {
    carrier,
    shippedOn,
    ...(trackingNumber.trim() !== '' && { trackingNumber }),
    ...(sealNumber.trim() !== '' && { sealNumber }),
  }
  const send = useMutation({
    mutationFn: () => {
      const [jobId = ''] = jobIds
      return answered(
        api.PUT('/v1/jobs/{jobId}/shipment', {
          params: { path: { jobId } },
          body: { ...parcel, jobIds: [...jobIds] },
        }),
      )
    },
    onSuccess: async job => {
      await queryClient.invalidateQueries({ queryKey: ['jobs'] })
      for (const jobId of jobIds) await queryClient.invalidateQueries({ queryKey: ['job', jobId] })
      const warnings = job.shipment?.warnings ?? []
      flash({
        type: warnings.length > 0 ? 'warning' : 'success',
        header: t('ship.sent', { count: jobIds.length }),
        content: warnings.map(({ detail }) => detail).join(' '),
      })
      onSent()
    },
  })
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t('ship.parcelAbout')}
          actions={<CopyAs of={t('ship.parcel')} commands={commandsOfParcel({ jobIds, ...parcel })} />}
        >
          {t('ship.parcel')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {send.error && <ProblemAlert error={send.error} />}
        <ColumnLayout columns={2}>
          <FormField label={t('ship.carrier')}>
            <Input value={carrier} onChange={({ detail }) => setCarrier(detail.value)} />
          </FormField>
          <FormField label={`${t('ship.tracking')} – ${t('new.optional')}`}>
            <Input value={trackingNumber} onChange={({ detail }) => setTrackingNumber(detail.value)} />
          </FormField>
          <FormField label={t('ship.on')} constraintText="YYYY-MM-DD">
            <Input value={shippedOn} onChange={({ detail }) => setShippedOn(detail.value)} />
          </FormField>
          <FormField label={`${t('ship.seal')} – ${t('new.optional')}`}>
            <Input value={sealNumber} onChange={({ detail }) => setSealNumber(detail.value)} />
          </FormField>
        </ColumnLayout>
        <Button
          variant="primary"
          disabled={!mayShip || jobIds.length === 0 || carrier.trim() === ''}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {t('ship.send')}
        </Button>
      </SpaceBetween>
    </Container>
  )
}
