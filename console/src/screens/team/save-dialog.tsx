import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'

interface Props {
  readonly header: string
  /** What has no name yet cannot be saved. */
  readonly name: string
  readonly isSaving: boolean
  readonly onSave: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog in which something with a name is made or changed. */
export const SaveDialog = ({ header, name, isSaving, onSave, onClose, children }: Props) => {
  const { t } = useI18n()
  return (
    <Modal
      visible
      size="large"
      header={header}
      closeAriaLabel={t('state.close')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('state.leave')}
            </Button>
            <Button variant="primary" disabled={name.trim() === ''} loading={isSaving} onClick={onSave}>
              {t('checks.save')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {children}
    </Modal>
  )
}
