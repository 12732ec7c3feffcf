import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useMe } from '../../api/me.ts'
import { commandsOfAudit } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { useTab } from '../../parts/use-tab.ts'
import type { ScreenProps } from '../screens.ts'
import { EVENTS_TAB, Events, filterOf } from './events.tsx'
import { Proof } from './proof.tsx'
import { Usage } from './usage.tsx'

/** What was done by whom, and how much of it. */
export const AuditScreen = ({ place }: ScreenProps) => {
  const { t } = useI18n()
  const { data: me } = useMe()
  // A digest covers every team.
  const mayProve = me?.role === 'auditor' || me?.operates === true
  const tabs = useTab(place, [
    { id: 'usage', label: t('usage.title'), content: <Usage /> },
    { id: EVENTS_TAB, label: t('events.title'), content: <Events place={place} /> },
    ...(mayProve ? [{ id: 'proof', label: t('proof.title'), content: <Proof /> }] : []),
  ])
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('audit.about')}
        actions={<CopyAs commands={commandsOfAudit(Object.entries(filterOf(place.query)))} />}
      >
        {t('audit.title')}
      </Header>
      <Tabs {...tabs} />
    </SpaceBetween>
  )
}
