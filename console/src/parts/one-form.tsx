import type { ReactNode } from 'react'

interface Props {
  /** Its button was pressed, or Enter in one of its fields. */
  readonly onSubmit: () => void
  readonly children: ReactNode
}

/** Fields and the one button that does something with them: Enter in a field does the same. */
export const OneForm = ({ onSubmit, children }: Props) => (
  <form
    noValidate
    onSubmit={event => {
      event.preventDefault()
      onSubmit()
    }}
  >
    {children}
  </form>
)
