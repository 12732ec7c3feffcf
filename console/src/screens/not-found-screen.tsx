import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useI18n } from '../i18n/i18n.tsx'
import { linkTo } from '../route.ts'

export const NotFoundScreen = () => {
  const { t } = useI18n()
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{t('notFound.title')}</Header>
      <Link href={linkTo(['jobs'])}>{t('jobs.title')}</Link>
    </SpaceBetween>
  )
}
