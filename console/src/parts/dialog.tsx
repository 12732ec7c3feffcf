import Box from '@cloudscape-design/components/box'
import Button, { type ButtonProps } from '@cloudscape-design/components/button'
import Modal, { type ModalProps } from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useId } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { FoundUnsaved } from './found-unsaved.tsx'
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
  /** The fields, if they are there again for whoever closes the dialog without a word. Default: nothing was typed, or it goes */
  readonly form?: { readonly isFound: boolean; readonly renew: () => void }
  readonly onAction: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Once the dialog itself has taken the focus. */
const focusLater = (button: ButtonProps.Ref | null): void => {
  if (button) requestAnimationFrame(() => button.focus())
}

/**
 * The frame of every dialog in which something is done: a form, or a question. Enter does it, Escape leaves, and what was typed into a form is there
 * again the next time; the button that leaves a form discards it.
 */
export const Dialog = (props: Props) => {
  const {
    header,
    action,
    isReady = true,
    isBusy = false,
    error,
    isQuestion = false,
    form: fields,
    onAction,
    onClose,
  } = props
  const { t } = useI18n()
  const form = useId()
  const leave = () => {
    fields?.renew()
    onClose()
  }
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
            <Button variant="link" formAction="none" onClick={leave} {...(isQuestion && { ref: focusLater })}>
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
          {fields?.isFound && <FoundUnsaved onDiscard={() => fields.renew()} />}
          {props.children}
        </SpaceBetween>
      </form>
    </Modal>
  )
}
