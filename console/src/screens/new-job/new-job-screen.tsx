import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Container from '@cloudscape-design/components/container'
import FileUpload from '@cloudscape-design/components/file-upload'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { listTemplates } from '../../api/lists.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfNewJob } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { askManifest } from '../../manifest/ask.ts'
import { KINDS } from '../../parts/job-words.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { goTo, linkTo } from '../../route.ts'
import type { ScreenProps } from '../screens.ts'
import { Batch, type BatchFile } from './batch.tsx'
import { Editor, type EditorHandle } from './editor.tsx'
import { FromTemplate } from './from-template.tsx'
import { ManifestForm } from './manifest-form.tsx'
import { Outcome } from './outcome.tsx'
import { Problems } from './problems.tsx'
import { TaggingFields } from './tagging-fields.tsx'
import { useDraft } from './use-draft.ts'
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
  const template = place.query.get('template')
  return template === null ? <OneJob place={place} /> : <FromTemplate name={template} />
}

/** From a manifest to a job: write or load it, see what is wrong while typing, validate, create. */
const OneJob = ({ place }: ScreenProps) => {
  const { t } = useI18n()
  const settings = useTeamSettings()
  const draft = useDraft(settings.defaults)
  const tagging = useTagging(settings.requiredTags)
  const [tab, setTab] = useState('text')
  const [batch, setBatch] = useState<readonly BatchFile[]>()
  const [loadFailure, setLoadFailure] = useState<unknown>()
  const editor = useRef<EditorHandle>(undefined)
  const submission = useSubmission(job => goTo(linkTo(['jobs', job.jobId, 'created'])))
  const { state } = submission
  const isBusy = state.is === 'sending' || state.is === 'unclear' || state.is === 'validating'
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
    }, setLoadFailure)
  }
  // Only another job loads another text.
  useEffect(begin, [cloned])

  const change = (text: string) => {
    draft.set(text)
    submission.forget()
  }
  const load = async (files: readonly File[]) => {
    const read = await Promise.all(
      files.map(async file => {
        const bytes = new Uint8Array(await file.arrayBuffer())
        return { name: file.name, ...(await askManifest('decode', { bytes })) }
      }),
    )
    const [only] = read
    if (read.length === 1 && only) {
      setBatch(undefined)
      change(only.text)
    } else if (read.length > 1) setBatch(read)
  }

  const { view } = draft
  const whole = () => ({ ...draft.current(), tagging: tagging.tagging })
  const isEmpty = draft.text.trim() === ''
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('new.about')}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <CopyAs commands={commandsOfNewJob(tagging.tagging)} />
            <Button
              disabled={isBusy || draft.text.trim() === '' || batch !== undefined}
              loading={state.is === 'validating'}
              onClick={() => void submission.validate(whole())}
            >
              {t('new.validate')}
            </Button>
            <Button
              variant="primary"
              disabled={isBusy || view?.valid !== true || !tagging.isReady || batch !== undefined}
              loading={state.is === 'sending' || state.is === 'unclear'}
              onClick={() => void submission.submit(whole())}
            >
              {t('new.create')}
            </Button>
          </SpaceBetween>
        }
      >
        {t('new.title')}
      </Header>
      {loadFailure !== undefined && <ProblemAlert error={loadFailure} onRetry={begin} />}
      {secretsLeftOut.length > 0 && (
        <Alert type="warning" header={t('new.secretsLeftOut')}>
          {t('new.secretsLeftOutAbout', { names: secretsLeftOut.join(', ') })}
        </Alert>
      )}
      <div aria-live="polite">
        <Outcome state={state} onAnother={() => void submission.submitAnother(whole())} />
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
            onChange={({ detail }) => void load(detail.value)}
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
          files={batch}
          defaults={settings.defaults}
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
            <Tabs
              activeTabId={tab}
              onChange={({ detail }) => setTab(detail.activeTabId)}
              tabs={[
                {
                  id: 'text',
                  label: t('new.text'),
                  content: (
                    <Editor
                      label={t('job.manifest')}
                      text={draft.text}
                      diagnostics={isEmpty ? [] : (view?.diagnostics ?? [])}
                      isReadOnly={isBusy}
                      onChange={change}
                      handle={editor}
                    />
                  ),
                },
                {
                  id: 'form',
                  label: t('new.form'),
                  content: view ? (
                    <ManifestForm
                      view={view}
                      isReadOnly={isBusy}
                      onSet={(path, value) => {
                        submission.forget()
                        draft.setOption(path, value)
                      }}
                    />
                  ) : (
                    <Loading />
                  ),
                },
              ]}
            />
            {isEmpty && <Alert type="info">{t('new.empty')}</Alert>}
            {view && !isEmpty && (
              <Problems
                diagnostics={view.diagnostics}
                isReadOnly={isBusy}
                onGoTo={({ line, column }) => {
                  setTab('text')
                  // The editor is there once the tab is shown.
                  setTimeout(() => editor.current?.goTo(line, column))
                }}
                onFix={fix => change(draft.fixed(fix))}
                onFixAll={() => void askManifest('mend', { text: draft.text }).then(({ text }) => change(text))}
              />
            )}
            <TaggingFields form={tagging} isReadOnly={isBusy} />
          </SpaceBetween>
          {view ? <WhatHappens view={view} tagging={tagging} /> : <Loading />}
        </Grid>
      )}
    </SpaceBetween>
  )
}

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
