import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import FormField from '@cloudscape-design/components/form-field'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { listTemplates } from '../../api/lists.ts'
import { answered, wholeAnswer } from '../../api/problem.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { commandsOfTemplates } from '../../commands/team-commands.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { askManifest } from '../../manifest/ask.ts'
import { ManifestEditor } from '../../manifest/manifest-editor.tsx'
import type { Placeholder } from '../../manifest/protocol.ts'
import { useDraft } from '../../manifest/use-draft.ts'
import { flash } from '../../parts/flashes.ts'
import { FoundUnsaved } from '../../parts/found-unsaved.tsx'
import { KINDS } from '../../parts/job-words.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useUnsaved } from '../../parts/use-unsaved.ts'
import { goTo, linkTo } from '../../route.ts'
import { useTeamSettings } from '../new-job/use-team-settings.ts'
import type { ScreenProps } from '../screens.ts'
import { Placeholders, placeholderHelp } from './placeholders.tsx'
import { TryTemplate } from './try-template.tsx'

type Template = components['schemas']['Template']

interface SeenTemplate {
  readonly template: Template
  readonly etag: string
}

/** What stands beside the text. */
interface TemplateFields extends Readonly<Record<string, unknown>> {
  readonly name: string
  readonly declared: readonly Placeholder[]
}

const BACK = linkTo(['team'], { tab: 'templates' })

/** A template is made, or the one of the address is changed. */
export const TemplateScreen = ({ place }: ScreenProps) => {
  const [, , name] = place.segments
  return name === undefined ? <EditTemplate /> : <StoredTemplate key={name} name={name} />
}

const StoredTemplate = ({ name }: { readonly name: string }) => {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery({
    queryKey: ['template', name, 'seen'],
    queryFn: async (): Promise<SeenTemplate> => {
      const params = { path: { name } }
      const { data: template, response } = await wholeAnswer(api.GET('/v1/templates/{name}', { params }))
      return { template, etag: response.headers.get('ETag') ?? '' }
    },
  })
  if (data) return <EditTemplate seen={data} />
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{t('templateEdit.title', { name })}</Header>
      {error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading />}
    </SpaceBetween>
  )
}

/** A manifest with placeholders in the editor of every manifest, what each placeholder takes, and what comes of values. */
const EditTemplate = ({ seen: newest }: { readonly seen?: SeenTemplate }) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  // What the change is made from, whatever is read later.
  const [seen] = useState(newest)
  const stored = `waybill.template.${seen?.template.name ?? ''}`
  const form = useUnsaved<TemplateFields>(`waybill.template-fields.${seen?.template.name ?? ''}`, {
    name: seen?.template.name ?? '',
    declared: seen?.template.placeholders ?? [],
  })
  const { name, declared } = form.value
  const { defaults } = useTeamSettings()
  const ask = useCallback(
    (text: string) => askManifest('template', { text, placeholders: declared, defaults }),
    [declared, defaults],
  )
  const saved = seen?.template.manifest ?? ''
  const draft = useDraft({ ask, stored, first: saved })
  const [isTextFound, setTextFound] = useState(draft.text !== saved)
  const discard = () => {
    draft.set(saved)
    setTextFound(false)
    form.renew()
  }
  const { data: others } = useQuery({ queryKey: ['templates'], queryFn: listTemplates })
  const isTaken = seen === undefined && others?.some(other => other.name === name.trim()) === true
  const save = useMutation({
    mutationFn: async () => {
      const { text: manifest, view: newestView } = await draft.whole()
      const { placeholders } = newestView
      const jobType = seen?.template.jobType
      return answered(
        api.PUT('/v1/templates/{name}', {
          params: { path: { name: name.trim() }, header: seen ? { 'If-Match': seen.etag } : {} },
          body: { manifest, placeholders: [...placeholders], ...(jobType && { jobType }) },
        }),
      )
    },
    onSuccess: async template => {
      draft.drop()
      form.renew()
      await queryClient.invalidateQueries({ queryKey: ['templates'] })
      queryClient.removeQueries({ queryKey: ['template', template.name] })
      flash({ type: 'success', content: t('team.saved', { name: template.name }) })
      goTo(BACK)
    },
  })
  const { view } = draft
  const isReady = name.trim() !== '' && !isTaken && draft.text.trim() !== ''
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('team.templateAbout')}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <CopyAs commands={commandsOfTemplates} />
            <Button href={BACK}>{t('state.leave')}</Button>
            <Button variant="primary" disabled={!isReady} loading={save.isPending} onClick={() => save.mutate()}>
              {t('checks.save')}
            </Button>
          </SpaceBetween>
        }
      >
        {seen ? t('templateEdit.title', { name }) : t('templateEdit.new')}
      </Header>
      {save.error && <ProblemAlert error={save.error} />}
      {(isTextFound || form.isFound) && <FoundUnsaved onDiscard={discard} />}
      {!seen && (
        <FormField
          label={t('checks.name')}
          constraintText={t('team.nameAbout')}
          errorText={isTaken && t('team.nameTaken')}
        >
          <Input value={name} onChange={({ detail }) => form.change({ name: detail.value })} />
        </FormField>
      )}
      <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
        <SpaceBetween size="l">
          <ButtonDropdown
            items={KINDS.map(kind => ({ id: kind, text: t(`kind.${kind}`) }))}
            onItemClick={({ detail: { id } }) => {
              const kind = KINDS.find(known => known === id)
              if (kind) void askManifest('starter', { kind }).then(draft.set)
            }}
          >
            {t('new.start')}
          </ButtonDropdown>
          <ManifestEditor
            draft={draft}
            empty={t('templateEdit.empty')}
            placeholders={placeholderHelp(view?.placeholders ?? [], t)}
          />
          {view && <TryTemplate text={draft.text} view={view} defaults={defaults} />}
        </SpaceBetween>
        {view ? (
          <Placeholders view={view} onChange={changed => form.change({ declared: changed })} />
        ) : (
          draft.failure === undefined && <Loading />
        )}
      </Grid>
    </SpaceBetween>
  )
}
