import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useI18n } from '../i18n/i18n.tsx'

interface Props {
  readonly onDiscard: () => void
}

/** Over a form that has what was typed at an earlier visit and is not saved. */
export const FoundUnsaved = ({ onDiscard }: Props) => {
  const { t } = useI18n()
  return (
    <Alert
      type="info"
      action={
        <Button formAction="none" onClick={onDiscard}>
          {t('unsaved.discard')}
        </Button>
      }
    >
      {t('unsaved.found')}
    </Alert>
  )
}
