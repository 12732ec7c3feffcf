import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { OptionTexts } from '../../../../lib/manifest/assist/option-texts.ts'
import { commandsOfBatch } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import type { Translate } from '../../i18n/translate.ts'
import { askManifest } from '../../manifest/ask.ts'
import type { ManifestView } from '../../manifest/protocol.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { ProblemTitle } from '../../parts/problem-words.tsx'
import { Status } from '../../parts/status.tsx'
import type { ManifestFile } from './manifest-file.ts'
import { ResultText } from './result-text.tsx'
import { TaggingFields } from './tagging-fields.tsx'
import { type BatchItem, type Result, useBatch } from './use-batch.ts'
import type { TaggingForm } from './use-tagging.ts'

/** So many are read; more at once is a matter for the command line. */
export const MOST_IN_BATCH = 500

const ON_A_PAGE = 50

/** The files that were chosen at once. */
export interface LoadedFiles {
  /** The first of them, read. */
  readonly files: readonly ManifestFile[]
  readonly count: number
  /** Another one for other files. */
  readonly number: number
}

interface Row extends ManifestFile {
  readonly index: number
  readonly view: ManifestView | undefined
  /** The name of an earlier file with the same text: one job is made of both. */
  readonly sameAs: string | undefined
  readonly result: Result | undefined
  /** It was sent, and may have a job that the page does not know. */
  readonly isOpen: boolean
}

interface Props {
  readonly loaded: LoadedFiles
  /** What the team fills in where a manifest leaves it out. */
  readonly defaults: OptionTexts
  /** The same for each of them. */
  readonly tagging: TaggingForm
  readonly onClose: () => void
  readonly onOpen: (text: string) => void
}

const isFaulty = ({ refused, view }: Pick<Row, 'refused' | 'view'>): boolean =>
  refused !== undefined || view?.valid === false

/** Many manifests at once: a row each, and one sum of them all. */
export const Batch = ({ loaded, defaults, tagging, onClose, onOpen }: Props) => {
  const { t } = useI18n()
  const [leftOut, setLeftOut] = useState<ReadonlySet<number>>(new Set())
  const [page, setPage] = useState(1)
  const isTooMany = loaded.count > MOST_IN_BATCH
  const { files } = loaded
  const views = useQuery({
    queryKey: ['views', files, defaults],
    queryFn: () => Promise.all(files.map(({ text }) => askManifest('view', { text, defaults }))),
    gcTime: 0,
  })
  const firstOf = useMemo(() => new Map(files.map(({ text }, index) => [text, index] as const).toReversed()), [files])
  const known = files.map((file, index) => ({ ...file, index, view: views.data?.[index] }))
  const wanted = known.filter(({ index }) => !leftOut.has(index))
  const items = new Map(
    wanted.flatMap(({ index, text, view }): (readonly [number, BatchItem])[] =>
      firstOf.get(text) === index ? [[index, { text, hasSecret: view?.hasSecret ?? true }]] : [],
    ),
  )
  const { results, does, error, open, send } = useBatch(items, tagging.tagging)
  const last = useRef<'validate' | 'create'>('validate')
  const begin = (what: 'validate' | 'create') => {
    last.current = what
    void send(what)
  }
  const rows = wanted.map((file): Row => {
    const first = firstOf.get(file.text) ?? file.index
    const sameAs = first === file.index ? undefined : files[first]?.name
    return { ...file, sameAs, result: results.get(file.index), isOpen: open?.has(file.index) ?? false }
  })
  const faulty = rows.filter(isFaulty)
  const count = isTooMany ? loaded.count : rows.length
  const made = [...results.values()].filter(({ job }) => job !== undefined).length
  const isAllMade = made > 0 && made === items.size
  const { saved } = tagging
  useEffect(() => {
    if (isAllMade) saved()
  }, [isAllMade, saved])
  const pages = Math.max(1, Math.ceil(rows.length / ON_A_PAGE))
  const shown = Math.min(page, pages)
  return (
    <SpaceBetween size="m">
      <TaggingFields form={tagging} isReadOnly={does !== undefined} />
      {views.error && <ProblemAlert error={views.error} onRetry={() => void views.refetch()} />}
      {error !== undefined && <ProblemAlert error={error} onRetry={() => begin(last.current)} />}
      {isTooMany && <Status type="error">{t('batch.tooMany', { count: MOST_IN_BATCH })}</Status>}
      <Table<Row>
        variant="container"
        wrapLines
        items={rows.slice((shown - 1) * ON_A_PAGE, shown * ON_A_PAGE)}
        trackBy={({ index }) => String(index)}
        pagination={
          pages > 1 && (
            <Pagination
              currentPageIndex={shown}
              pagesCount={pages}
              onChange={({ detail }) => setPage(detail.currentPageIndex)}
            />
          )
        }
        header={
          <Header
            variant="h2"
            counter={`(${count})`}
            description={
              <span aria-live="polite">
                {made > 0 ? t('batch.made', { count: made }) : t('batch.sum', { count, invalid: faulty.length })}
              </span>
            }
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <CopyAs
                  of={t('batch.title')}
                  commands={commandsOfBatch(
                    rows.map(({ name }) => name),
                    tagging.tagging,
                  )}
                />
                <Button onClick={onClose}>{t('batch.close')}</Button>
                {faulty.length > 0 && (
                  <Button
                    disabled={does !== undefined}
                    onClick={() => setLeftOut(new Set([...leftOut, ...faulty.map(({ index }) => index)]))}
                  >
                    {t('batch.leaveOut', { count: faulty.length })}
                  </Button>
                )}
                <Button
                  disabled={isTooMany || rows.length === 0 || does === 'create'}
                  loading={does === 'validate'}
                  onClick={() => begin('validate')}
                >
                  {t('batch.validate')}
                </Button>
                <Button
                  variant="primary"
                  disabled={
                    isTooMany ||
                    faulty.length > 0 ||
                    rows.length === 0 ||
                    !tagging.isReady ||
                    !views.data ||
                    does === 'validate'
                  }
                  loading={does === 'create'}
                  onClick={() => begin('create')}
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
            cell: ({ name, text, refused }) =>
              refused ? (
                <bdi className="break">{name}</bdi>
              ) : (
                <Button variant="inline-link" onClick={() => onOpen(text)}>
                  <bdi className="break">{name}</bdi>
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

const outcomeOf = ({ refused, sameAs, view, result, isOpen }: Row, t: Translate) => {
  if (refused)
    return (
      <Status type="error">
        <ProblemTitle error={refused} />
      </Status>
    )
  if (sameAs !== undefined) return <Status type="info">{t('batch.sameAs', { name: sameAs })}</Status>
  if (result) return <ResultText result={result} isSent={false} />
  if (isOpen) return <Status type="warning">{t('batch.open')}</Status>
  if (!view) return <Status type="loading">{t('state.loading')}</Status>
  const [first] = view.diagnostics.filter(({ severity }) => severity === 'error')
  return first ? (
    <Status type="error">
      {t('new.line', { line: first.line })}: {first.detail}
    </Status>
  ) : (
    <Status type="pending">{t('batch.ready')}</Status>
  )
}
