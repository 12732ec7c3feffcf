import { JobError } from './errors.ts'
import type { JobState } from './job.ts'

/** Every state that a submission or its job can be in. */
export type State = 'submitting' | 'refused' | JobState

/** What can be asked of a job. */
export type Transition = 'resubmit' | 'update' | 'cancel' | 'label' | 'status'

interface StateKind {
  readonly meaning: string
  readonly allowed: readonly Transition[]
}

/** The one table of what may be done when: it makes `allowedActions`, the errors and `docs/jobs.md`. */
export const STATES = {
  submitting: {
    meaning: "The manifest is claimed and may have been sent; the service's answer is not known yet.",
    allowed: ['resubmit'],
  },
  refused: { meaning: 'The service refused the manifest. The key is free again.', allowed: ['resubmit'] },
  created: { meaning: 'The job exists.', allowed: ['update', 'cancel', 'label', 'status'] },
  cancelled: { meaning: 'The job was cancelled, here or at the service.', allowed: ['status'] },
  expired: { meaning: 'No device came in time; the service has closed the job.', allowed: ['status'] },
} as const satisfies Readonly<Record<State, StateKind>>

export const allowedActions = (state: State): readonly Transition[] => STATES[state].allowed

/** The error with the state and what it allows. */
export const notAllowed = (transition: Transition, jobId: string, state: State, cause?: unknown): JobError => {
  const allowed = allowedActions(state)
  return new JobError(
    'TRANSITION_NOT_ALLOWED',
    `Job ${jobId} is ${state}, which allows ${allowed.join(', ')}; ${transition} is not among them.`,
    { currentState: state, allowedActions: allowed, cause },
  )
}

/** @throws JobError TRANSITION_NOT_ALLOWED */
export const requireAllowed = (transition: Transition, { jobId, state }: { jobId: string; state: State }): void => {
  if (!allowedActions(state).includes(transition)) throw notAllowed(transition, jobId, state)
}
