import type { components } from '../../../lib/client/client.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Status, type StatusType } from './status.tsx'

export type Job = components['schemas']['Job']
export type Kind = Job['kind']
export type State = Job['state']

export const KINDS = ['s3-import', 's3-export', 'ebs-import', 'glacier-import'] as const satisfies readonly Kind[]
export const STATES = ['submitting', 'refused', 'created', 'cancelled', 'expired'] as const satisfies readonly State[]

export type Stage = Job['device']['stage']
export const STAGES = [
  'not-shipped',
  'shipped',
  'received',
  'in-progress',
  'done',
  'done-with-errors',
  'rejected',
  'returned',
] as const satisfies readonly Stage[]

/** Whether the device is in the team's hands, or on its way out of them. */
export const isWithTeam = (stage: Stage): boolean => stage === 'not-shipped' || stage === 'shipped'

const STAGE_TYPES: Readonly<Record<Stage, StatusType>> = {
  'not-shipped': 'pending',
  shipped: 'in-progress',
  received: 'in-progress',
  'in-progress': 'in-progress',
  done: 'success',
  'done-with-errors': 'warning',
  rejected: 'error',
  returned: 'success',
}

export const StageBadge = ({ stage }: { readonly stage: Stage }) => {
  const { t } = useI18n()
  return <Status type={STAGE_TYPES[stage]}>{t(`stage.${stage}`)}</Status>
}

const STATE_TYPES: Readonly<Record<State, StatusType>> = {
  submitting: 'in-progress',
  refused: 'error',
  created: 'success',
  cancelled: 'stopped',
  expired: 'warning',
}

export const StateBadge = ({ state }: { readonly state: State }) => {
  const { t } = useI18n()
  return <Status type={STATE_TYPES[state]}>{t(`state.${state}`)}</Status>
}

export const KindName = ({ kind }: { readonly kind: Kind }) => {
  const { t } = useI18n()
  return <>{t(`kind.${kind}`)}</>
}
