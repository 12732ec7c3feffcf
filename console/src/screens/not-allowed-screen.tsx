import Alert from '@cloudscape-design/components/alert'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMe } from '../api/me.ts'
import { useI18n } from '../i18n/i18n.tsx'

/** Stands in place of a screen on which the API would refuse everything. */
export const NotAllowedScreen = () => {
  const { t } = useI18n()
  const { data } = useMe()
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{t('notAllowed.title')}</Header>
      {data && (
        <Alert type="info">{t('notAllowed.about', { principal: data.principal, role: t(`role.${data.role}`) })}</Alert>
      )}
    </SpaceBetween>
  )
}
