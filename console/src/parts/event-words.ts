import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { components } from '../../../lib/client/client.ts'

type EventOutcome = components['schemas']['EventList']['events'][number]['outcome']

/** How each outcome of an event looks. */
export const OUTCOME_TYPES: Readonly<Record<EventOutcome, StatusIndicatorProps.Type>> = {
  done: 'success',
  begun: 'in-progress',
  refused: 'error',
  failed: 'error',
  unclear: 'warning',
  'not-sent': 'stopped',
}
