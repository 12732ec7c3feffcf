import Button from '@cloudscape-design/components/button'
import { useMutation } from '@tanstack/react-query'
import { useI18n } from '../i18n/i18n.tsx'
import { fileBytes, saveAs } from './download.ts'
import { flashProblem } from './flashes.ts'

interface Props {
  readonly path: string
  readonly isMain?: boolean
  /** Once the browser has the file. */
  readonly onSaved?: () => void
}

/** Saves the SIGNATURE file byte for byte, under the very name that the device needs. */
export const SaveSignature = ({ path, isMain = false, onSaved }: Props) => {
  const { t } = useI18n()
  const save = useMutation({
    mutationFn: () => fileBytes(path, 'text/plain'),
    onSuccess: blob => {
      saveAs(new Blob([blob], { type: 'application/octet-stream' }), 'SIGNATURE')
      onSaved?.()
    },
    onError: flashProblem,
  })
  return (
    <Button
      iconName="download"
      variant={isMain ? 'primary' : 'normal'}
      loading={save.isPending}
      onClick={() => save.mutate()}
    >
      {t('paper.saveSignature')}
    </Button>
  )
}
