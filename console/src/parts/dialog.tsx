import Box from '@cloudscape-design/components/box'
import Button, { type ButtonProps } from '@cloudscape-design/components/button'
import Modal, { type ModalProps } from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useId } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { ProblemAlert } from './problem-alert.tsx'

interface Props {
  readonly header: string
  readonly size?: ModalProps.Size
  /** What the main button does. */
  readonly action: string
  /** What is missing keeps the main button from being pressed. Default: nothing is */
  readonly isReady?: boolean
  readonly isBusy?: boolean
  /** Why it was not done. Default: nothing failed */
  readonly error?: unknown
  /** Whether something is asked and nothing typed: then the button that leaves it has the focus. Default: it is a form */
  readonly isQuestion?: boolean
  /** The words of the button that leaves. */
  readonly leave?: string
  readonly onAction: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Once the dialog itself has taken the focus. */
const focusLater = (button: ButtonProps.Ref | null): void => {
  if (button) requestAnimationFrame(() => button.focus())
}

/** The frame of every dialog in which something is done: a form, or a question. Enter does it, Escape leaves. */
export const Dialog = (props: Props) => {
  const { header, action, isReady = true, isBusy = false, error, isQuestion = false, onAction, onClose } = props
  const { t } = useI18n()
  const form = useId()
  return (
    <Modal
      visible
      size={props.size ?? 'medium'}
      header={header}
      closeAriaLabel={t('state.close')}
      // A click beside a form takes away nothing that was typed.
      onDismiss={({ detail }) => (isQuestion || detail.reason !== 'overlay') && onClose()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={onClose} {...(isQuestion && { ref: focusLater })}>
              {props.leave ?? t('state.leave')}
            </Button>
            <Button variant="primary" form={form} disabled={!isReady} loading={isBusy}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (isReady && !isBusy) onAction()
        }}
      >
        <SpaceBetween size="m">
          {error != null && <ProblemAlert error={error} />}
          {props.children}
        </SpaceBetween>
      </form>
    </Modal>
  )
}
