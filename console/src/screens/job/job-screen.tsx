import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfJob } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { AskFirst } from '../../parts/ask-first.tsx'
import { isWithTeam, type Job } from '../../parts/job-words.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useTab } from '../../parts/use-tab.ts'
import { linkTo } from '../../route.ts'
import type { ScreenProps } from '../screens.ts'
import { Custody } from './custody.tsx'
import { History } from './history.tsx'
import { ManifestView } from './manifest-view.tsx'
import { Overview } from './overview.tsx'
import { Papers } from './papers.tsx'
import { Timeline } from './timeline.tsx'

/** One job: where it stands, what may be done with it, and all that belongs to it. */
export const JobScreen = ({ place }: ScreenProps) => {
  const { t } = useI18n()
  const [, jobId = ''] = place.segments
  const maySubmit = useMay('POST /v1/jobs')
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['job', jobId],
    queryFn: () => answered(api.GET('/v1/jobs/{jobId}', { params: { path: { jobId } } })),
  })
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="refresh"
              ariaLabel={t('state.refresh')}
              loading={isFetching}
              onClick={() => void refetch()}
            />
            <CopyAs commands={commandsOfJob(jobId)} />
            {data && maySubmit && <Button href={linkTo(['new'], { clone: jobId })}>{t('job.clone')}</Button>}
            {data && <Actions job={data} />}
          </SpaceBetween>
        }
      >
        {t('job.title', { jobId })}
      </Header>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && <Parts job={data} place={place} />}
    </SpaceBetween>
  )
}

const Actions = ({ job }: { readonly job: Job }) => {
  const { t } = useI18n()
  const [isAsking, setAsking] = useState(false)
  const mayCancel = useMay('POST /v1/jobs/{jobId}/cancel')
  const mayChange = useMay('PUT /v1/jobs/{jobId}/manifest')
  const mayShip = useMay('PUT /v1/jobs/{jobId}/shipment')
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {mayCancel && job.allowedActions.includes('cancel') && (
        <Button onClick={() => setAsking(true)}>{t('job.cancel')}</Button>
      )}
      {mayChange && job.allowedActions.includes('update') && (
        <Button href={linkTo(['jobs', job.jobId, 'change'])}>{t('job.change')}</Button>
      )}
      {mayShip && job.allowedActions.includes('ship') && (
        <Button href={linkTo(['ship'], { job: job.jobId })}>{t('job.ship')}</Button>
      )}
      {job.state === 'created' && isWithTeam(job.device.stage) && (
        <Button variant="primary" href={linkTo(['jobs', job.jobId, 'created'])}>
          {t('job.checklist')}
        </Button>
      )}
      {isAsking && (
        <AskFirst route="POST /v1/jobs/{jobId}/cancel" thing={{ name: job.jobId }} onClose={() => setAsking(false)} />
      )}
    </SpaceBetween>
  )
}

const Parts = ({ job, place }: ScreenProps & { readonly job: Job }) => {
  const { t } = useI18n()
  const tabs = useTab(place, [
    { id: 'papers', label: t('job.papers'), content: <Papers job={job} /> },
    { id: 'timeline', label: t('timeline.title'), content: <Timeline job={job} /> },
    { id: 'custody', label: t('custody.title'), content: <Custody job={job} /> },
    { id: 'manifest', label: t('job.manifest'), content: <ManifestView job={job} /> },
    { id: 'history', label: t('job.history'), content: <History jobId={job.jobId} /> },
    { id: 'json', label: t('job.json'), content: <pre className="verbatim">{JSON.stringify(job, null, 2)}</pre> },
  ])
  return (
    <SpaceBetween size="l">
      {job.warnings.length > 0 && (
        <Alert type="warning" header={t('job.warnings')}>
          <ul>
            {job.warnings.map(({ code, detail, line }) => (
              <li key={`${code} ${line} ${detail}`} className="break">
                {detail}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <Overview job={job} />
      <Tabs {...tabs} />
    </SpaceBetween>
  )
}
