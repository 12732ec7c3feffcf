import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { components } from '../../../../lib/client/client.ts'
import type { OptionTexts } from '../../../../lib/manifest/assist/option-texts.ts'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfBatch } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import type { Translate } from '../../i18n/translate.ts'
import { askManifest } from '../../manifest/ask.ts'
import type { ManifestView } from '../../manifest/protocol.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Status } from '../../parts/status.tsx'
import { submissionKey } from '../../parts/submission-keys.ts'
import { ResultText } from './result-text.tsx'
import { TaggingFields } from './tagging-fields.tsx'
import type { TaggingForm } from './use-tagging.ts'

export interface BatchFile {
  readonly name: string
  readonly text: string
  readonly isText: boolean
}

type Result = components['schemas']['BatchResults']['items'][number]

interface Row extends BatchFile {
  readonly index: number
  readonly view: ManifestView | undefined
  readonly result: Result | undefined
}

/** As many as the API takes at once. */
const MOST = 50

interface Props {
  readonly files: readonly BatchFile[]
  /** What the team fills in where a manifest leaves it out. */
  readonly defaults: OptionTexts
  /** The same for each of them. */
  readonly tagging: TaggingForm
  readonly onClose: () => void
  readonly onOpen: (text: string) => void
}

/** Many manifests at once: a row each, and one sum of them all. */
export const Batch = ({ files: all, defaults, tagging, onClose, onOpen }: Props) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const isTooMany = all.length > MOST
  // Those beyond are sent by no button; showing thousands would only hold up the page.
  const files = isTooMany ? all.slice(0, MOST) : all
  const views = useQuery({
    queryKey: ['views', files, defaults],
    queryFn: () => Promise.all(files.map(({ text }) => askManifest('view', { text, defaults }))),
  })
  const send = useMutation({
    mutationFn: async (validateOnly: boolean) => {
      const items = await Promise.all(
        files.map(async ({ text }, index) => {
          const key = validateOnly ? undefined : await submissionKey(text, views.data?.[index]?.hasSecret ?? true)
          return { manifest: text, ...tagging.tagging, ...(key !== undefined && { idempotencyKey: key }) }
        }),
      )
      return answered(api.POST('/v1/batches', { body: { items, validateOnly } }))
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['jobs'] }),
  })
  const rows = files.map(
    (file, index): Row => ({ ...file, index, view: views.data?.[index], result: send.data?.items[index] }),
  )
  const invalid = rows.filter(({ view }) => view?.valid === false).length
  const made = rows.filter(({ result }) => result?.job !== undefined).length
  return (
    <SpaceBetween size="m">
      <TaggingFields form={tagging} isReadOnly={send.isPending} />
      {send.error && <ProblemAlert error={send.error} onRetry={() => send.mutate(send.variables ?? true)} />}
      {isTooMany && <Status type="error">{t('batch.tooMany', { count: MOST })}</Status>}
      <Table<Row>
        variant="container"
        wrapLines
        items={rows}
        trackBy={({ index }) => String(index)}
        header={
          <Header
            variant="h2"
            counter={`(${all.length})`}
            description={made > 0 ? t('batch.made', { count: made }) : t('batch.sum', { count: all.length, invalid })}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <CopyAs
                  of={t('batch.title')}
                  commands={commandsOfBatch(
                    files.map(({ name }) => name),
                    tagging.tagging,
                  )}
                />
                <Button onClick={onClose}>{t('batch.close')}</Button>
                <Button
                  disabled={isTooMany}
                  loading={send.isPending && send.variables}
                  onClick={() => send.mutate(true)}
                >
                  {t('batch.validate')}
                </Button>
                <Button
                  variant="primary"
                  disabled={isTooMany || invalid > 0 || !tagging.isReady || views.isPending || send.isPending}
                  loading={send.isPending && !send.variables}
                  onClick={() => send.mutate(false)}
                >
                  {t('batch.create')}
                </Button>
              </SpaceBetween>
            }
          >
            {t('batch.title')}
          </Header>
        }
        columnDefinitions={[
          {
            id: 'name',
            header: t('batch.file'),
            isRowHeader: true,
            cell: ({ name, text }) => (
              <Button variant="inline-link" onClick={() => onOpen(text)}>
                {name}
              </Button>
            ),
          },
          {
            id: 'device',
            header: t('jobs.deviceId'),
            cell: ({ view }) => <bdi className="break">{view?.facts.deviceId ?? '–'}</bdi>,
          },
          { id: 'kind', header: t('jobs.kind'), cell: ({ view }) => (view?.kind ? t(`kind.${view.kind}`) : '–') },
          { id: 'outcome', header: t('batch.outcome'), cell: row => outcomeOf(row, t) },
        ]}
      />
    </SpaceBetween>
  )
}

const outcomeOf = ({ isText, view, result }: Row, t: Translate) => {
  if (result) return <ResultText result={result} isSent={false} />
  if (!view) return <Status type="loading">{t('state.loading')}</Status>
  if (!isText) return <Status type="error">{t('batch.notText')}</Status>
  const [first] = view.diagnostics.filter(({ severity }) => severity === 'error')
  return first ? (
    <Status type="error">
      {t('new.line', { line: first.line })}: {first.detail}
    </Status>
  ) : (
    <Status type="pending">{t('batch.ready')}</Status>
  )
}
