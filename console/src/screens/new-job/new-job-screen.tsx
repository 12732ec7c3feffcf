import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Container from '@cloudscape-design/components/container'
import FileUpload from '@cloudscape-design/components/file-upload'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { listTemplates } from '../../api/lists.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfNewJob } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { askManifest } from '../../manifest/ask.ts'
import { ManifestEditor } from '../../manifest/manifest-editor.tsx'
import { useDraft } from '../../manifest/use-draft.ts'
import { useOnlyFieldsTakeFiles } from '../../parts/dropped-files.ts'
import { flash } from '../../parts/flashes.ts'
import { KINDS } from '../../parts/job-words.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { goTo, linkTo, replacePlace } from '../../route.ts'
import type { ScreenProps } from '../screens.ts'
import { Batch, type LoadedFiles, MOST_IN_BATCH } from './batch.tsx'
import { FromTemplate } from './from-template.tsx'
import { readManifestFile } from './manifest-file.ts'
import { Outcome } from './outcome.tsx'
import { TaggingFields } from './tagging-fields.tsx'
import { useSubmission } from './use-submission.ts'
import { useTagging } from './use-tagging.ts'
import { useTeamSettings } from './use-team-settings.ts'
import { WhatHappens } from './what-happens.tsx'

type Clone = components['schemas']['Clone']

/** The manifest of another job, as a new one, and the tags of that job. */
const cloneOf = async (jobId: string) => {
  const params = { path: { jobId } }
  const [clone, { tags = {} }] = await Promise.all([
    answered(api.POST('/v1/jobs/{jobId}/clone', { params, body: {} })),
    answered(api.GET('/v1/jobs/{jobId}', { params })),
  ])
  // Without `submit` the answer is a manifest.
  return { clone: clone as Clone, tags }
}

/** From nothing, a file or another job to a job; or from a template and a table of devices to many. */
export const NewJobScreen = ({ place }: ScreenProps) => {
  useOnlyFieldsTakeFiles()
  const template = place.query.get('template')
  return template === null ? <OneJob place={place} /> : <FromTemplate name={template} />
}

/** From a manifest to a job: write or load it, see what is wrong while typing, validate, create. */
const OneJob = ({ place }: ScreenProps) => {
  const { t } = useI18n()
  const settings = useTeamSettings()
  const { defaults } = settings
  const ask = useCallback((text: string) => askManifest('view', { text, defaults }), [defaults])
  const draft = useDraft({ ask, stored: 'waybill.draft' })
  const tagging = useTagging(settings.requiredTags)
  const [batch, setBatch] = useState<LoadedFiles>()
  const [loadFailure, setLoadFailure] = useState<unknown>()
  const submission = useSubmission(({ job: { jobId }, isReplayed }) => {
    draft.saved()
    tagging.saved()
    if (isReplayed) flash({ type: 'info', header: t('new.replayed', { jobId }), content: t('new.replayedAbout') })
    goTo(linkTo(['jobs', jobId, 'created']))
  })
  const { state } = submission
  const isSending = state.is === 'sending' || state.is === 'unclear'
  const isValidating = state.is === 'validating'
  const isBusy = isSending || isValidating
  const cloned = place.query.get('clone')
  const [secretsLeftOut, setSecretsLeftOut] = useState<readonly string[]>([])
  const templates = useTemplates()

  const begin = () => {
    setLoadFailure(undefined)
    if (cloned === null) return
    cloneOf(cloned).then(({ clone, tags }) => {
      draft.set(clone.manifest)
      setSecretsLeftOut(clone.secretsLeftOut)
      tagging.setTags(Object.entries(tags).map(([name, value]) => ({ name, value })))
      // From now on it is a draft as any other: a reload must not put the clone in the place of what was changed since.
      replacePlace(linkTo(['new']))
    }, setLoadFailure)
  }
  // Only another job loads another text.
  useEffect(begin, [cloned])

  const change = (text: string) => {
    draft.set(text)
    submission.forget()
  }
  const load = async (files: readonly File[]) => {
    setLoadFailure(undefined)
    if (files.length > 1) {
      // Those beyond are sent by no button; they are only counted.
      const read = await Promise.all(files.slice(0, MOST_IN_BATCH).map(readManifestFile))
      setBatch({ files: read, count: files.length, number: ++batchNumber })
      return
    }
    for (const file of files) {
      const { text, refused } = await readManifestFile(file)
      setLoadFailure(refused)
      // What cannot be a manifest does not take the place of what was written.
      if (refused) return
      setBatch(undefined)
      change(text)
    }
  }

  const { view } = draft
  useEffect(() => {
    if (view && draft.isViewed) void submission.recall(draft.text, view.hasSecret)
  }, [view, draft.isViewed, draft.text])
  const whole = async () => ({ ...(await draft.whole()), tagging: tagging.tagging })
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('new.about')}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <CopyAs commands={commandsOfNewJob(tagging.tagging)} />
            <Button
              disabled={isSending || draft.text.trim() === '' || batch !== undefined}
              loading={isValidating}
              onClick={() => void submission.validate(whole)}
            >
              {t('new.validate')}
            </Button>
            <Button
              variant="primary"
              disabled={isValidating || view?.valid !== true || !tagging.isReady || batch !== undefined}
              loading={isSending}
              onClick={() => void submission.submit(whole)}
            >
              {t('new.create')}
            </Button>
          </SpaceBetween>
        }
      >
        {t('new.title')}
      </Header>
      {loadFailure !== undefined && <ProblemAlert error={loadFailure} onRetry={cloned === null ? undefined : begin} />}
      {secretsLeftOut.length > 0 && (
        <Alert type="warning" header={t('new.secretsLeftOut')}>
          {t('new.secretsLeftOutAbout', { names: secretsLeftOut.join(', ') })}
        </Alert>
      )}
      <div aria-live="polite">
        <Outcome state={state} onAnother={() => void submission.submitAnother(whole)} />
      </div>
      <Container>
        <SpaceBetween direction="horizontal" size="m">
          <ButtonDropdown
            disabled={isBusy}
            items={[
              { text: t('new.kinds'), items: KINDS.map(kind => ({ id: kind, text: t(`kind.${kind}`) })) },
              ...(templates.length === 0
                ? []
                : [{ text: t('new.templates'), items: templates.map(name => ({ id: TEMPLATE + name, text: name })) }]),
            ]}
            onItemClick={({ detail: { id } }) => {
              setBatch(undefined)
              const kind = KINDS.find(known => known === id)
              if (kind) void askManifest('starter', { kind }).then(change)
              else goTo(linkTo(['new'], { template: id.slice(TEMPLATE.length) }))
            }}
          >
            {t('new.start')}
          </ButtonDropdown>
          <FileUpload
            multiple
            value={[]}
            onChange={({ detail }) => void load(detail.value).catch(setLoadFailure)}
            i18nStrings={{
              uploadButtonText: () => t('new.open'),
              dropzoneText: () => t('new.drop'),
              removeFileAriaLabel: () => t('verify.remove'),
              limitShowFewer: t('state.less'),
              limitShowMore: t('state.more'),
            }}
          />
        </SpaceBetween>
      </Container>
      {batch ? (
        <Batch
          // What came of other files is not shown beside these.
          key={batch.number}
          loaded={batch}
          defaults={defaults}
          tagging={tagging}
          onClose={() => setBatch(undefined)}
          onOpen={text => {
            setBatch(undefined)
            change(text)
          }}
        />
      ) : (
        <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
          <SpaceBetween size="l">
            <ManifestEditor draft={draft} empty={t('new.empty')} isReadOnly={isBusy} onChange={submission.forget} />
            <TaggingFields form={tagging} isReadOnly={isBusy} />
          </SpaceBetween>
          {view ? <WhatHappens view={view} tagging={tagging} /> : draft.failure === undefined && <Loading />}
        </Grid>
      )}
    </SpaceBetween>
  )
}

/** Of the files that were chosen last. */
let batchNumber = 0

/** Distinguishes a template in a menu from a kind, whatever the template is called. */
const TEMPLATE = 'template '

/** The names of the team's templates; none while they are not known. */
const useTemplates = (): readonly string[] => {
  const { data } = useQuery({
    queryKey: ['templates'],
    queryFn: listTemplates,
  })
  return data?.map(({ name }) => name) ?? []
}
