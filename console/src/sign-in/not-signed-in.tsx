import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { useI18n } from '../i18n/i18n.tsx'

interface Props {
  /** Default: the person has signed out */
  readonly error?: unknown
}

/** Why someone is not signed in, and the way back. */
export const NotSignedIn = ({ error }: Props) => {
  const { t } = useI18n()
  const isOut = error === undefined
  return (
    <Box margin="xxxl">
      <Alert
        type={isOut ? 'info' : 'error'}
        header={t(isOut ? 'signIn.out' : 'signIn.failed')}
        action={<Button onClick={() => window.location.replace(window.location.pathname)}>{t('signIn.again')}</Button>}
      >
        {!isOut && (error instanceof Error ? error.message : String(error))}
      </Alert>
    </Box>
  )
}
