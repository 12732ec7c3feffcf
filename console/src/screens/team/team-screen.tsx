import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useMe } from '../../api/me.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { commandsOfTeam } from '../../commands/team-commands.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useTab } from '../../parts/use-tab.ts'
import type { ScreenProps } from '../screens.ts'
import { Addresses } from './addresses.tsx'
import { Keys } from './keys.tsx'
import { Subscriptions } from './subscriptions.tsx'
import { TeamFacts } from './team-facts.tsx'
import { Teams } from './teams.tsx'
import { Templates } from './templates.tsx'

/** What a team has: its defaults, its templates, its address book; for operators all teams. */
export const TeamScreen = ({ place }: ScreenProps) => {
  const { t } = useI18n()
  const { data, error, refetch } = useMe()
  const { team, may = [] } = data ?? {}
  const tabs = useTab(place, [
    ...(team
      ? [
          { id: 'facts', label: t('team.facts'), content: <TeamFacts team={team} /> },
          { id: 'templates', label: t('team.templates'), content: <Templates /> },
          { id: 'addresses', label: t('team.addresses'), content: <Addresses /> },
          { id: 'subscriptions', label: t('team.subscriptions'), content: <Subscriptions /> },
        ]
      : []),
    ...(may.includes('PUT /v1/teams/{team}') ? [{ id: 'teams', label: t('team.teams'), content: <Teams /> }] : []),
    ...(may.includes('GET /v1/keys') ? [{ id: 'keys', label: t('keys.title'), content: <Keys /> }] : []),
  ])
  if (!data) {
    return (
      <SpaceBetween size="l">
        <Header variant="h1">{t('team.title')}</Header>
        {error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading />}
      </SpaceBetween>
    )
  }
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('team.you', { principal: data.principal, role: t(`role.${data.role}`) })}
        actions={<CopyAs commands={commandsOfTeam} />}
      >
        {team ? t('team.titleOf', { team: team.name }) : t('team.title')}
      </Header>
      {tabs.tabs.length === 0 ? <Box>{t('team.noTeam')}</Box> : <Tabs {...tabs} />}
    </SpaceBetween>
  )
}
