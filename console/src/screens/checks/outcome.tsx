import type { components } from '../../../../lib/client/client.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Status } from '../../parts/status.tsx'

export type Check = components['schemas']['Check']
export type Run = components['schemas']['Run']
export type Outcome = Run['outcome']

const TYPES = { pass: 'success', fail: 'error', unknown: 'warning' } as const

export const OutcomeBadge = ({ outcome }: { readonly outcome: Outcome | undefined }) => {
  const { t } = useI18n()
  if (outcome === undefined) return <Status type="pending">{t('checks.notRun')}</Status>
  return <Status type={TYPES[outcome]}>{t(`checks.${outcome}`)}</Status>
}
