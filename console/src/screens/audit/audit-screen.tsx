import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useMe } from '../../api/me.ts'
import { commandsOfAudit } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { Events } from './events.tsx'
import { Proof } from './proof.tsx'
import { Usage } from './usage.tsx'

/** What was done by whom, and how much of it. */
export const AuditScreen = () => {
  const { t } = useI18n()
  const { data: me } = useMe()
  // A digest covers every team.
  const mayProve = me?.role === 'auditor' || me?.operates === true
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('audit.about')} actions={<CopyAs commands={commandsOfAudit} />}>
        {t('audit.title')}
      </Header>
      <Tabs
        tabs={[
          { id: 'usage', label: t('usage.title'), content: <Usage /> },
          { id: 'events', label: t('events.title'), content: <Events /> },
          ...(mayProve ? [{ id: 'proof', label: t('proof.title'), content: <Proof /> }] : []),
        ]}
      />
    </SpaceBetween>
  )
}
