import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useI18n } from '../i18n/i18n.tsx'
import { isSessionOver, signInAgain } from '../sign-in/session.ts'
import { ProblemTitle, ProblemWords } from './problem-words.tsx'

interface Props {
  readonly error: unknown
  /** Default: there is nothing to try again */
  readonly onRetry?: (() => void) | undefined
}

/** An error where it happened, with what can be done about it. */
export const ProblemAlert = ({ error, onRetry }: Props) => {
  const { t } = useI18n()
  const action = isSessionOver(error) ? (
    <Button formAction="none" onClick={signInAgain}>
      {t('signIn.again')}
    </Button>
  ) : (
    onRetry && (
      <Button formAction="none" iconName="refresh" onClick={onRetry}>
        {t('state.tryAgain')}
      </Button>
    )
  )
  return (
    <Alert type="error" header={<ProblemTitle error={error} />} action={action}>
      <ProblemWords error={error} />
    </Alert>
  )
}
