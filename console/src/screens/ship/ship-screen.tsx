import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Link from '@cloudscape-design/components/link'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { allPages } from '../../../../lib/client/pages.ts'
import { api } from '../../api/client.ts'
import { listAddresses } from '../../api/lists.ts'
import { useMay } from '../../api/me.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfLabel, commandsOfParcel } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { BlobPreview } from '../../parts/blob-preview.tsx'
import { flash } from '../../parts/flashes.ts'
import { FoundUnsaved } from '../../parts/found-unsaved.tsx'
import { type Job, StageBadge, StateBadge } from '../../parts/job-words.tsx'
import { OneForm } from '../../parts/one-form.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useUnsaved } from '../../parts/use-unsaved.ts'
import { linkTo } from '../../route.ts'
import { listJobs } from '../jobs/list-jobs.ts'
import type { ScreenProps } from '../screens.ts'
import { ChooseJobs } from './choose-jobs.tsx'

type Listed = Omit<Job, 'warnings'>

/** One parcel: which jobs' devices are in it, who sends it, its label, and how it travels. */
export const ShipScreen = ({ place }: ScreenProps) => {
  const first = place.query.get('job') ?? undefined
  return <OneParcel key={first} first={first} />
}

const waitingJobs = () =>
  allPages(
    ({ pageSize, pageToken }) => listJobs({ state: 'created', stage: 'not-shipped' }, pageSize, pageToken),
    ({ jobs }) => jobs.filter((job): job is Listed => 'jobId' in job && 'device' in job),
  )

/** The job that an address names, if it does not wait among the others: what was reported of it can be reported anew. */
const namedJob = async (jobId: string): Promise<Listed> =>
  answered(api.GET('/v1/jobs/{jobId}', { params: { path: { jobId } } }))

const OneParcel = ({ first }: { readonly first: string | undefined }) => {
  const { t } = useI18n()
  const waiting = useQuery({ queryKey: ['jobs', 'to-ship'], queryFn: waitingJobs })
  const isNamed = first !== undefined && waiting.data?.every(({ jobId }) => jobId !== first) === true
  const named = useQuery({
    queryKey: ['job', first],
    queryFn: () => namedJob(first ?? ''),
    enabled: isNamed,
  })
  const mayShip = named.data?.allowedActions.includes('ship') === true
  const all = [...(isNamed && mayShip && named.data ? [named.data] : []), ...(waiting.data ?? [])]
  const [chosen, setChosen] = useState<readonly string[]>(first === undefined ? [] : [first])
  // What is not in the table is in no parcel.
  const jobs = all.filter(({ jobId }) => chosen.includes(jobId))
  const jobIds = jobs.map(({ jobId }) => jobId)
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('ship.about')}>
        {t('ship.title')}
      </Header>
      {waiting.error && <ProblemAlert error={waiting.error} onRetry={() => void waiting.refetch()} />}
      {isNamed && named.error && <ProblemAlert error={named.error} onRetry={() => void named.refetch()} />}
      {isNamed && named.data && !mayShip && (
        <Alert type="warning" header={t('ship.notNow', { jobId: named.data.jobId })}>
          <StateBadge state={named.data.state} /> <StageBadge stage={named.data.device.stage} />
        </Alert>
      )}
      <ChooseJobs all={all} isPending={waiting.isPending} chosen={jobs} onChoose={setChosen} />
      <Label jobIds={jobIds} />
      <Parcel jobIds={jobIds} onSent={() => setChosen([])} />
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
    mutationFn: async (jobIds: readonly string[]) => {
      const body = { jobIds: [...jobIds], ...(sender !== '' && { sender }) }
      const { url } = await answered(api.POST('/v1/shipping-labels', { body }))
      const [jobId = ''] = jobIds
      const job = await answered(api.GET('/v1/jobs/{jobId}', { params: { path: { jobId } } }))
      return job.artifacts.find(artifact => artifact.url === url)
    },
    onSuccess: async (_label, jobIds) => {
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
        {make.error && <ProblemAlert error={make.error} onRetry={() => make.mutate(make.variables)} />}
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
        <Button disabled={!mayMake || jobIds.length === 0} loading={make.isPending} onClick={() => make.mutate(jobIds)}>
          {t('created.makeLabel')}
        </Button>
        {make.isSuccess && (
          <Alert
            type="success"
            header={t('ship.labelMade')}
            action={make.data && <Button onClick={() => setShown(true)}>{t('ship.showLabel')}</Button>}
          >
            {make.variables.map(jobId => (
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

/** Where the parcel is handed over, which is not always the day in UTC. Sweden writes days as the API takes them. */
const today = (): string => new Date().toLocaleDateString('sv-SE')

/** Carrier and tracking number: what brings the jobs from **Not shipped** to **Shipped**. */
const Parcel = ({ jobIds, onSent }: { readonly jobIds: readonly string[]; readonly onSent: () => void }) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const mayShip = useMay('PUT /v1/jobs/{jobId}/shipment')
  const form = useUnsaved('waybill.parcel', { carrier: '', trackingNumber: '', shippedOn: today(), sealNumber: '' })
  const { carrier, trackingNumber, shippedOn, sealNumber } = form.value
  const isReady = mayShip && jobIds.length > 0 && carrier.trim() !== ''
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
      // The next parcel has other numbers.
      form.renew({ ...form.value, trackingNumber: '', sealNumber: '' })
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
        {form.isFound && <FoundUnsaved onDiscard={() => form.renew()} />}
        <OneForm onSubmit={() => isReady && !send.isPending && send.mutate()}>
          <SpaceBetween size="m">
            <ColumnLayout columns={2}>
              <FormField label={t('ship.carrier')}>
                <Input value={carrier} onChange={({ detail }) => form.change({ carrier: detail.value })} />
              </FormField>
              <FormField label={`${t('ship.tracking')} – ${t('new.optional')}`}>
                <Input
                  value={trackingNumber}
                  onChange={({ detail }) => form.change({ trackingNumber: detail.value })}
                />
              </FormField>
              <FormField label={t('ship.on')} constraintText="YYYY-MM-DD">
                <Input value={shippedOn} onChange={({ detail }) => form.change({ shippedOn: detail.value })} />
              </FormField>
              <FormField label={`${t('ship.seal')} – ${t('new.optional')}`}>
                <Input value={sealNumber} onChange={({ detail }) => form.change({ sealNumber: detail.value })} />
              </FormField>
            </ColumnLayout>
            <Button variant="primary" disabled={!isReady} loading={send.isPending}>
              {t('ship.send')}
            </Button>
          </SpaceBetween>
        </OneForm>
      </SpaceBetween>
    </Container>
  )
}
