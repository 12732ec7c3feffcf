import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { answered, wholeAnswer } from '../../api/problem.ts'
import { commandsOfChange } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { askManifest } from '../../manifest/ask.ts'
import { ManifestEditor } from '../../manifest/manifest-editor.tsx'
import { useDraft } from '../../manifest/use-draft.ts'
import { flash } from '../../parts/flashes.ts'
import { FoundUnsaved } from '../../parts/found-unsaved.tsx'
import { type Job, StageBadge, StateBadge } from '../../parts/job-words.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { goTo, linkTo } from '../../route.ts'
import { Valid } from '../new-job/outcome.tsx'
import type { Validation } from '../new-job/use-submission.ts'
import { useTeamSettings } from '../new-job/use-team-settings.ts'
import { WhatHappens } from '../new-job/what-happens.tsx'
import type { ScreenProps } from '../screens.ts'

interface Seen {
  readonly job: Job
  /** Names what the change is made from. */
  readonly etag: string
  readonly manifest: string
  readonly secretsLeftOut: readonly string[]
}

const readSeen = async (jobId: string): Promise<Seen> => {
  const params = { path: { jobId } }
  const { data: job, response } = await wholeAnswer(api.GET('/v1/jobs/{jobId}', { params }))
  // Without `submit` the answer is a manifest: the job's own, without what is stored nowhere.
  const clone = await answered(api.POST('/v1/jobs/{jobId}/clone', { params, body: {} }))
  const { manifest, secretsLeftOut } = clone as components['schemas']['Clone']
  return { job, etag: response.headers.get('ETag') ?? '', manifest, secretsLeftOut }
}

/** Gives a job another manifest. It stays the same job, with the same SIGNATURE. */
export const ChangeScreen = ({ place }: ScreenProps) => {
  const [, jobId = ''] = place.segments
  const { t } = useI18n()
  const { data, error, refetch } = useQuery({
    queryKey: ['change', jobId],
    queryFn: () => readSeen(jobId),
    // What is typed is a change of what was read then.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  if (data?.job.allowedActions.includes('update')) return <Change seen={data} />
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{t('change.title', { jobId })}</Header>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && (
        <Alert
          type="warning"
          header={t('change.notNow')}
          action={<Button href={linkTo(['jobs', jobId])}>{t('created.toJob')}</Button>}
        >
          <StateBadge state={data.job.state} /> <StageBadge stage={data.job.device.stage} />
        </Alert>
      )}
    </SpaceBetween>
  )
}

const Change = ({ seen: { job, etag, manifest, secretsLeftOut } }: { readonly seen: Seen }) => {
  const { t } = useI18n()
  const { jobId } = job
  const queryClient = useQueryClient()
  const { defaults } = useTeamSettings()
  const ask = useCallback((text: string) => askManifest('view', { text, defaults }), [defaults])
  const draft = useDraft({ ask, stored: `waybill.change.${jobId}`, first: manifest })
  const [isFound] = useState(draft.text !== manifest)
  const put = async (validateOnly: boolean) => {
    const { text } = await draft.whole()
    const params = { path: { jobId }, header: { 'If-Match': etag }, query: validateOnly ? { validateOnly } : {} }
    return answered(
      api.PUT('/v1/jobs/{jobId}/manifest', {
        params,
        body: { manifest: text },
        headers: { 'Content-Type': 'application/json' },
      }),
    )
  }
  const validate = useMutation({ mutationFn: () => put(true) })
  const save = useMutation({
    mutationFn: () => put(false),
    onSuccess: () => {
      draft.drop()
      flash({ type: 'success', content: t('change.saved', { jobId }) })
      goTo(linkTo(['jobs', jobId]))
    },
    // Without an answer it may have been changed all the same.
    onSettled: () =>
      Promise.all(
        [['jobs'], ['job', jobId], ['events', jobId]].map(queryKey => queryClient.invalidateQueries({ queryKey })),
      ),
  })
  const { text, view } = draft
  const isBusy = validate.isPending || save.isPending
  const isChanged = text !== manifest
  const begin = (what: typeof validate) => {
    validate.reset()
    save.reset()
    what.mutate()
  }
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('change.about')}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <CopyAs commands={commandsOfChange(jobId)} />
            <Button href={linkTo(['jobs', jobId])}>{t('state.leave')}</Button>
            <Button
              disabled={save.isPending || !isChanged}
              loading={validate.isPending}
              onClick={() => begin(validate)}
            >
              {t('new.validate')}
            </Button>
            <Button
              variant="primary"
              disabled={validate.isPending || !isChanged || view?.valid !== true}
              loading={save.isPending}
              onClick={() => begin(save)}
            >
              {t('change.save')}
            </Button>
          </SpaceBetween>
        }
      >
        {t('change.title', { jobId })}
      </Header>
      <div aria-live="polite">
        {save.error && <ProblemAlert error={save.error} />}
        {validate.error && <ProblemAlert error={validate.error} />}
        {/* With validateOnly the answer is a validation. */}
        {validate.data && <Valid validation={validate.data as Validation} />}
      </div>
      {secretsLeftOut.length > 0 && (
        <Alert type="warning" header={t('new.secretsLeftOut')}>
          {t('new.secretsLeftOutAbout', { names: secretsLeftOut.join(', ') })}
        </Alert>
      )}
      {isFound && isChanged && <FoundUnsaved onDiscard={() => draft.set(manifest)} />}
      <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
        <ManifestEditor
          draft={draft}
          empty={t('new.empty')}
          isReadOnly={isBusy}
          onChange={() => {
            validate.reset()
            save.reset()
          }}
        />
        {view ? <WhatHappens view={view} /> : draft.failure === undefined && <Loading />}
      </Grid>
    </SpaceBetween>
  )
}
