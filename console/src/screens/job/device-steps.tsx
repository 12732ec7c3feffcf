import Alert from '@cloudscape-design/components/alert'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Steps, { type StepsProps } from '@cloudscape-design/components/steps'
import { useI18n } from '../../i18n/i18n.tsx'
import type { Translate } from '../../i18n/translate.ts'
import type { Job, Stage } from '../../parts/job-words.tsx'
import { NO_ROOM_FOR_STEPS, useMedia } from '../../parts/media.ts'
import { Time } from '../../parts/time.tsx'

/** The way of a device that meets no trouble. */
const WAY = [
  'not-shipped',
  'shipped',
  'received',
  'in-progress',
  'done',
  'returned',
] as const satisfies readonly Stage[]

/** Where else a device can be, and which step of the way that stands for. */
const INSTEAD: Readonly<Partial<Record<Stage, Stage>>> = { rejected: 'in-progress', 'done-with-errors': 'done' }

const statusOf = (step: number, now: number, stage: Stage): StepsProps.Status => {
  if (step > now) return 'pending'
  if (step < now) return 'success'
  if (stage === 'rejected') return 'error'
  if (stage === 'done-with-errors') return 'warning'
  return stage === 'done' || stage === 'returned' ? 'success' : 'in-progress'
}

/** The device's way as steps, with the one that it is at. */
export const DeviceSteps = ({ device }: { readonly device: Job['device'] }) => {
  const { t } = useI18n()
  const isNarrow = useMedia(NO_ROOM_FOR_STEPS)
  const { stage, since, reason, expiresAt } = device
  return (
    <SpaceBetween size="m">
      {reason && (
        <Alert type="error" header={`${t('stage.rejected')}: ${reason.code}`}>
          {[reason.detail, reason.advice].filter(Boolean).join(' ')}
        </Alert>
      )}
      <Steps
        ariaLabel={t('job.whereIsIt')}
        orientation={isNarrow ? 'vertical' : 'horizontal'}
        steps={stepsOf(device, t)}
      />
      <span>
        {t('job.since')} <Time at={since} />
        {stage === 'not-shipped' && expiresAt !== undefined && (
          <>
            . {t('job.expires')} <Time at={expiresAt} />
          </>
        )}
      </span>
    </SpaceBetween>
  )
}

const stepsOf = ({ stage }: Job['device'], t: Translate): StepsProps.Step[] => {
  // Every stage is on the way, or stands for one that is.
  const now = WAY.findIndex(step => step === (INSTEAD[stage] ?? stage))
  return WAY.map((step, index) => ({
    header: t(index < now && step === 'not-shipped' ? 'state.created' : `stage.${index === now ? stage : step}`),
    status: statusOf(index, now, stage),
    statusIconAriaLabel: t(index === now ? 'job.now' : index < now ? 'job.passed' : 'job.ahead'),
  }))
}
