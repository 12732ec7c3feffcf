import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { ReactNode } from 'react'

interface Props {
  readonly type: StatusIndicatorProps.Type
  readonly children: ReactNode
}

export type StatusType = StatusIndicatorProps.Type

/** A state with its icon. Cloudscape breaks its text anywhere, also within words. */
export const Status = ({ type, children }: Props) => (
  <StatusIndicator type={type} wrapText>
    <span className="words">{children}</span>
  </StatusIndicator>
)
