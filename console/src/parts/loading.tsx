import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import { useI18n } from '../i18n/i18n.tsx'

export const Loading = () => {
  const { t } = useI18n()
  return (
    <Box padding="xxl" textAlign="center" color="text-status-inactive">
      <div role="status">
        <Spinner /> {t('state.loading')}
      </div>
    </Box>
  )
}
