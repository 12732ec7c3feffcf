import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import { useI18n } from '../i18n/i18n.tsx'

/** A text with a button that copies it, whole and unchanged. */
export const Copy = ({
  text,
  label,
  shown,
}: {
  readonly text: string
  readonly label: string
  readonly shown?: boolean
}) => {
  const { t } = useI18n()
  return (
    <CopyToClipboard
      variant={shown ? 'inline' : 'button'}
      textToCopy={text}
      copyButtonText={label}
      copyButtonAriaLabel={label}
      copySuccessText={t('copy.done')}
      copyErrorText={t('copy.failed')}
    />
  )
}
