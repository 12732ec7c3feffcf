import type { components } from '../../../../lib/client/client.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Status, type StatusType } from '../../parts/status.tsx'

export type Device = components['schemas']['DepotJob']
export type QueuedDevice = components['schemas']['DepotQueue']['jobs'][number]
export type DepotStage = Device['stage']
export type Step = Device['allowedActions'][number]
export type StepBody = components['schemas']['DepotStepBody']

/** The stages of what is at the depot. */
export const HERE_STAGES = [
  'received',
  'loading',
  'loaded',
  'aborted',
  'cancelled-here',
] as const satisfies readonly DepotStage[]

const TYPES: Readonly<Record<DepotStage, StatusType>> = {
  expected: 'pending',
  received: 'in-progress',
  loading: 'in-progress',
  loaded: 'success',
  aborted: 'error',
  'cancelled-here': 'stopped',
  cancelled: 'stopped',
  expired: 'warning',
  returned: 'success',
}

export const DepotStageBadge = ({ stage }: { readonly stage: DepotStage }) => {
  const { t } = useI18n()
  return <Status type={TYPES[stage]}>{t(`depot.stage.${stage}`)}</Status>
}
