import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { listTeams } from '../../api/lists.ts'
import { useMay } from '../../api/me.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { commandsOfTeams } from '../../commands/team-commands.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Time } from '../../parts/time.tsx'
import { DeleteTeam } from './delete-team.tsx'
import { EditTeam } from './edit-team.tsx'
import { readTeam, type SeenTeam } from './read-team.ts'
import type { Team } from './team-facts.tsx'

type Doing =
  | { readonly what: 'make' }
  | { readonly what: 'change'; readonly seen: SeenTeam }
  | { readonly what: 'delete'; readonly seen: SeenTeam }

/** All teams and the groups beside them, for operators. A team is read anew before it is changed. */
export const Teams = () => {
  const { t } = useI18n()
  const mayPut = useMay('PUT /v1/teams/{team}')
  const mayDelete = useMay('DELETE /v1/teams/{team}')
  const [doing, setDoing] = useState<Doing>()
  const table = useRef<HTMLDivElement>(null)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['teams'],
    queryFn: listTeams,
  })
  const begin = useMutation({
    mutationFn: async ({ what, name }: { readonly what: 'change' | 'delete'; readonly name: string }) => ({
      what,
      seen: await readTeam(name),
    }),
    onSuccess: setDoing,
  })
  const close = () => setDoing(undefined)
  const action = (what: 'change' | 'delete', { name }: Team) => {
    const label = t(what === 'change' ? 'checks.change' : 'checks.delete')
    return (
      <Button
        ariaLabel={`${label} ${name}`}
        loading={begin.isPending && begin.variables.name === name && begin.variables.what === what}
        onClick={() => begin.mutate({ what, name })}
      >
        {label}
      </Button>
    )
  }
  return (
    <SpaceBetween size="m">
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {begin.error && <ProblemAlert error={begin.error} onRetry={() => begin.mutate(begin.variables)} />}
      <div ref={table}>
        <Table<Team>
          variant="container"
          wrapLines
          items={data ?? []}
          trackBy="name"
          loading={isPending}
          loadingText={t('state.loading')}
          empty={<Box textAlign="center">{t('team.none')}</Box>}
          header={
            <Header
              variant="h2"
              description={t('team.teamsAbout')}
              counter={data ? `(${data.length})` : ''}
              actions={
                <SpaceBetween direction="horizontal" size="xs">
                  <CopyAs of={t('team.teams')} commands={commandsOfTeams} />
                  {mayPut && <Button onClick={() => setDoing({ what: 'make' })}>{t('team.make')}</Button>}
                </SpaceBetween>
              }
            >
              {t('team.teams')}
            </Header>
          }
          columnDefinitions={[
            { id: 'name', header: t('checks.name'), isRowHeader: true, cell: ({ name }) => <bdi>{name}</bdi> },
            { id: 'members', header: t('team.members'), cell: ({ members }) => members.length },
            { id: 'keys', header: t('team.keys'), cell: ({ keys }) => keys.length },
            { id: 'tier', header: t('team.tier'), cell: ({ tier }) => tier },
            { id: 'updatedAt', header: t('jobs.updatedAt'), cell: ({ updatedAt }) => <Time short at={updatedAt} /> },
            {
              id: 'updatedBy',
              header: t('checks.updatedBy'),
              cell: ({ updatedBy }) => <bdi className="break">{updatedBy}</bdi>,
            },
            {
              id: 'actions',
              header: t('paper.actions'),
              cell: team => (
                <SpaceBetween direction="horizontal" size="xs">
                  {mayPut && action('change', team)}
                  {mayDelete && action('delete', team)}
                </SpaceBetween>
              ),
            },
          ]}
        />
      </div>
      {doing?.what === 'make' && <EditTeam onClose={close} />}
      {doing?.what === 'change' && <EditTeam seen={doing.seen} onClose={close} />}
      {doing?.what === 'delete' && <DeleteTeam seen={doing.seen} part={table} onClose={close} />}
    </SpaceBetween>
  )
}
