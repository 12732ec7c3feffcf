import { type DeviceFacts, deviceOf } from './device.ts'
import type { DeviceStage } from './device-stage.ts'
import { JobError } from './errors.ts'
import type { JobState } from './job.ts'

/** Every state that a submission or its job can be in. */
export type State = 'submitting' | 'refused' | JobState

/** What can be asked of a job. */
export type Transition = 'resubmit' | 'update' | 'cancel' | 'label' | 'ship' | 'custody' | 'status'

interface Kind {
  readonly meaning: string
  readonly allowed: readonly Transition[]
}

/**
 * Which transitions a state allows. `allowedActions`, the errors and `docs/jobs.md` are made of this table and the next. For a
 * `created` job, they also depend on the stage of its device.
 */
export const STATES = {
  submitting: {
    meaning: "The manifest is claimed and may have been sent; the service's answer is not known yet.",
    allowed: ['resubmit'],
  },
  refused: { meaning: 'The service refused the manifest. The key is free again.', allowed: ['resubmit'] },
  created: { meaning: 'The job exists.', allowed: ['update', 'cancel', 'label', 'ship', 'custody', 'status'] },
  cancelled: { meaning: 'The job was cancelled, here or at the service.', allowed: ['custody', 'status'] },
  expired: { meaning: 'No device came in time; the service has closed the job.', allowed: ['custody', 'status'] },
} as const satisfies Readonly<Record<State, Kind>>

/** The service takes changes until work on the device begins (SDK models, CancelJob and UpdateJob). */
export const STAGES = {
  'not-shipped': {
    meaning: 'The device is with its team.',
    allowed: ['update', 'cancel', 'label', 'ship', 'custody', 'status'],
  },
  shipped: {
    meaning: 'The team has reported a shipment.',
    allowed: ['update', 'cancel', 'label', 'ship', 'custody', 'status'],
  },
  received: {
    meaning: 'The service has the device; work has not begun.',
    allowed: ['update', 'cancel', 'custody', 'status'],
  },
  'in-progress': { meaning: 'The data is being loaded.', allowed: ['custody', 'status'] },
  done: { meaning: 'All data was loaded.', allowed: ['custody', 'status'] },
  'done-with-errors': {
    meaning: 'The data was loaded, with errors; the log lists them.',
    allowed: ['custody', 'status'],
  },
  rejected: {
    meaning: 'The service broke off; `device.reason` shows why and what to do.',
    allowed: ['custody', 'status'],
  },
  returned: { meaning: 'The device is on its way back, or there.', allowed: ['custody', 'status'] },
} as const satisfies Readonly<Record<DeviceStage, Kind>>

/** @param stage the stage of the job's device; a submission without a job has none */
export const allowedActions = (state: State, stage?: DeviceStage): readonly Transition[] => {
  const byState: readonly Transition[] = STATES[state].allowed
  const byStage: readonly Transition[] = stage === undefined ? byState : STAGES[stage].allowed
  return byState.filter(transition => byStage.includes(transition))
}

/** The transitions that a job allows now. */
export const jobActions = (job: DeviceFacts): readonly Transition[] => allowedActions(job.state, deviceOf(job).stage)

type Refusing = DeviceFacts & { readonly jobId: string }

/** The error for a transition that the state does not allow. It lists what the state allows. */
export const notAllowed = (transition: Transition, job: Refusing, cause?: unknown): JobError => {
  const { stage } = deviceOf(job)
  const allowed = allowedActions(job.state, stage)
  return new JobError(
    'TRANSITION_NOT_ALLOWED',
    `Job ${job.jobId} does not allow ${transition} now: it is ${job.state} and its device is ${stage}. It allows ${allowed.join(', ')}.`,
    { currentState: job.state, allowedActions: allowed, transition, cause },
  )
}

/** @throws JobError TRANSITION_NOT_ALLOWED */
export const requireAllowed = (transition: Transition, job: Refusing): void => {
  if (!jobActions(job).includes(transition)) throw notAllowed(transition, job)
}
