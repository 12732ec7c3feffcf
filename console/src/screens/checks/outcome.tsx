import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { components } from '../../../../lib/client/client.ts'
import { useI18n } from '../../i18n/i18n.tsx'

export type Check = components['schemas']['Check']
export type Run = components['schemas']['Run']
export type Outcome = Run['outcome']

const TYPES = { pass: 'success', fail: 'error', unknown: 'warning' } as const

export const OutcomeBadge = ({ outcome }: { readonly outcome: Outcome | undefined }) => {
  const { t } = useI18n()
  if (outcome === undefined) return <StatusIndicator type="pending">{t('checks.notRun')}</StatusIndicator>
  return <StatusIndicator type={TYPES[outcome]}>{t(`checks.${outcome}`)}</StatusIndicator>
}
