import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { allPages } from '../../../../lib/client/pages.ts'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { copyLine } from '../../commands/copy-line.ts'
import { linesOf, listLine, putLine } from '../../commands/key-lines.ts'
import { commandsOfKeys } from '../../commands/team-commands.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Status, type StatusType } from '../../parts/status.tsx'
import { Time } from '../../parts/time.tsx'

type Key = components['schemas']['Key']

const DAY_MS = 24 * 60 * 60_000
/** After so many days AWS itself (Security Hub, IAM.3) wants access keys rotated. */
const OLD_AFTER_DAYS = 90

/** Stand in the lines for a key that is not there yet. */
const NEW_KEY = { accessKeyId: 'ACCESS_KEY_ID', team: 'TEAM' }

const LOOKS: Readonly<Record<Key['secret'], StatusType>> = {
  stored: 'success',
  missing: 'error',
  deleted: 'stopped',
}

const readKeys = async () => {
  let stage: string | null = null
  const keys = await allPages(
    async query => {
      const page = await answered(api.GET('/v1/keys', { params: { query } }))
      stage = page.stage
      return page
    },
    page => page.keys,
  )
  return { keys, stage }
}

/** The keys that teams sign with, for operators: never a secret, and no way to enter one. */
export const Keys = () => {
  const { t } = useI18n()
  const [wanted, setWanted] = useState('')
  const { data, error, isPending, isFetching, refetch } = useQuery({ queryKey: ['keys'], queryFn: readKeys })
  const { keys = [], stage = null } = data ?? {}
  const text = wanted.trim().toLowerCase()
  const shown = keys.filter(({ accessKeyId, team }) => `${accessKeyId} ${team}`.toLowerCase().includes(text))
  const offered = [
    { id: 'put', text: t('keys.do.new'), line: putLine(stage, NEW_KEY) },
    { id: 'list', text: t('keys.do.list'), line: listLine(stage) },
  ]
  return (
    <SpaceBetween size="m">
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <Table<Key>
        variant="container"
        wrapLines
        items={shown}
        trackBy="accessKeyId"
        loading={isPending}
        loadingText={t('state.loading')}
        empty={<Box textAlign="center">{text === '' ? t('keys.none') : t('keys.noMatch')}</Box>}
        filter={
          <TextFilter
            filteringText={wanted}
            filteringPlaceholder={t('keys.find')}
            filteringAriaLabel={t('keys.find')}
            onChange={({ detail }) => setWanted(detail.filteringText)}
          />
        }
        header={
          <Header
            variant="h2"
            description={t(stage === null ? 'keys.aboutMachine' : 'keys.aboutStage', { stage: stage ?? '' })}
            counter={data ? `(${keys.length})` : ''}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  iconName="refresh"
                  ariaLabel={t('state.refresh')}
                  loading={isFetching}
                  onClick={() => void refetch()}
                />
                <CopyAs of={t('keys.title')} commands={commandsOfKeys} />
                <ButtonDropdown
                  items={offered}
                  disabled={!data}
                  onItemClick={({ detail }) => copyLine(t, offered.find(({ id }) => id === detail.id)?.line ?? '')}
                >
                  {t('keys.copy')}
                </ButtonDropdown>
              </SpaceBetween>
            }
          >
            {t('keys.title')}
          </Header>
        }
        columnDefinitions={[
          {
            id: 'accessKeyId',
            header: t('keys.id'),
            isRowHeader: true,
            minWidth: 215,
            cell: ({ accessKeyId }) => <bdi className="break">{accessKeyId}</bdi>,
          },
          { id: 'team', header: t('jobs.filter.team'), cell: ({ team }) => <bdi className="break">{team}</bdi> },
          { id: 'use', header: t('keys.use'), cell: ({ use }) => t(`keys.use.${use}`) },
          {
            id: 'secret',
            header: t('keys.secret'),
            minWidth: 130,
            cell: ({ secret, hasPrevious }) => (
              <SpaceBetween size="xxs">
                <Status type={LOOKS[secret]}>{t(`keys.secret.${secret}`)}</Status>
                {hasPrevious && <Box variant="small">{t('keys.previous')}</Box>}
              </SpaceBetween>
            ),
          },
          { id: 'changedAt', header: t('keys.changed'), minWidth: 240, cell: key => <Age of={key} /> },
          { id: 'command', header: t('keys.command'), minWidth: 110, cell: key => <Lines stage={stage} of={key} /> },
        ]}
      />
    </SpaceBetween>
  )
}

/** When a secret was changed, how many days that is, and a mark where it is too long ago. */
const Age = ({ of: { changedAt, secret } }: { readonly of: Key }) => {
  const { t } = useI18n()
  if (changedAt === null) return <>{t(secret === 'stored' ? 'keys.unknownAge' : 'keys.never')}</>
  const days = Math.max(0, Math.floor((Date.now() - Date.parse(changedAt)) / DAY_MS))
  const isOld = secret === 'stored' && days > OLD_AFTER_DAYS
  return (
    <SpaceBetween size="xxs">
      <Time short at={changedAt} />
      {isOld ? (
        <Status type="warning">{t('keys.old', { count: days })}</Status>
      ) : (
        <Box variant="small">{t('keys.age', { count: days })}</Box>
      )}
    </SpaceBetween>
  )
}

const Lines = ({ stage, of: key }: { readonly stage: string | null; readonly of: Key }) => {
  const { t } = useI18n()
  const lines = linesOf(stage, key)
  return (
    <ButtonDropdown
      variant="icon"
      ariaLabel={`${t('keys.copy')} ${key.accessKeyId}`}
      expandToViewport
      items={lines.map(({ does }) => ({ id: does, text: t(`keys.do.${does}`) }))}
      onItemClick={({ detail }) => copyLine(t, lines.find(({ does }) => does === detail.id)?.line ?? '')}
    />
  )
}
