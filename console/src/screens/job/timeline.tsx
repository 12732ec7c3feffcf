import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Steps from '@cloudscape-design/components/steps'
import { useQuery } from '@tanstack/react-query'
import { listEvents } from '../../api/lists.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import type { MessageKey, Translate } from '../../i18n/translate.ts'
import { type Job, STAGES, type Stage } from '../../parts/job-words.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Time } from '../../parts/time.tsx'

type Event = Awaited<ReturnType<typeof listEvents>>[number]
type CustodyStep = NonNullable<Job['custody']>[number]

/** One thing that happened to the job or its device. */
interface Entry {
  readonly at: string
  readonly what: string
  readonly who?: string
  readonly isBad?: boolean
}

const isStage = (text: string): text is Stage => STAGES.some(stage => stage === text)

/** What of history belongs to the way of a job: readings and failed attempts are in **History**. */
const WORDS: Readonly<Partial<Record<Event['action'], MessageKey>>> = {
  update: 'timeline.update',
  cancel: 'timeline.cancel',
  label: 'timeline.label',
}

const entryOf = (event: Event, t: Translate): readonly Entry[] => {
  const { action, outcome, at, principal: who, detail = '' } = event
  if (outcome !== 'done') return []
  if (action === 'device') {
    // History names both stages: the one before and the one since.
    const stage = detail.split(' ').at(-1) ?? ''
    const isBad = stage === 'rejected' || stage === 'done-with-errors'
    return isStage(stage) ? [{ at, what: t('timeline.stage', { stage: t(`stage.${stage}`) }), isBad }] : []
  }
  const word = WORDS[action]
  return word === undefined ? [] : [{ at, what: t(word), who }]
}

const custodyEntry = ({ at, step, by }: CustodyStep, t: Translate): Entry => ({
  at,
  what: t('timeline.custody', { step: t(`custody.step.${step}`) }),
  who: by,
})

const entriesOf = ({ createdAt, custody = [], shipment }: Job, events: readonly Event[], t: Translate) => {
  const submitted = events.find(({ action, outcome }) => ['submit', 'adopt'].includes(action) && outcome === 'done')
  const entries: readonly Entry[] = [
    { at: createdAt, what: t('timeline.submitted'), ...(submitted && { who: submitted.principal }) },
    ...custody.map(step => custodyEntry(step, t)),
    ...(shipment
      ? [
          {
            at: shipment.reportedAt,
            what: t('timeline.shipment', { carrier: shipment.carrier }),
            who: shipment.reportedBy,
          },
        ]
      : []),
    ...events.flatMap(event => entryOf(event, t)),
  ]
  return entries.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
}

/** What happened to the job and its device, in order, each with its time. */
export const Timeline = ({ job }: { readonly job: Job }) => {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery({
    queryKey: ['timeline', job.jobId, job.updatedAt],
    queryFn: () => listEvents(job.jobId),
  })
  return (
    <Container header={<Header variant="h2">{t('timeline.title')}</Header>}>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && (
        <Steps
          ariaLabel={t('timeline.title')}
          steps={entriesOf(job, data, t).map(({ at, what, who, isBad }) => ({
            header: what,
            details: (
              <SpaceBetween direction="horizontal" size="xs">
                <Time at={at} />
                {who !== undefined && <bdi className="break">{who}</bdi>}
              </SpaceBetween>
            ),
            status: isBad ? 'warning' : 'success',
            statusIconAriaLabel: t('job.passed'),
          }))}
        />
      )}
    </Container>
  )
}
