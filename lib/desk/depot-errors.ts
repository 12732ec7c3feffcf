import { JobError } from '../jobs/errors.ts'
import { DepotFailure } from './depot-failure.ts'

/**
 * What the depot was asked for.
 *
 * Refuses: SERVICE_ANSWER_UNREADABLE, SERVICE_CREDENTIALS_REFUSED, SERVICE_TIMEOUT, SERVICE_UNREACHABLE.
 */
export const askedDepot = async <T>(asked: Promise<T>): Promise<T> => {
  try {
    return await asked
  } catch (cause) {
    if (!(cause instanceof DepotFailure)) throw cause
    const again = { cause, retryAfterSeconds: 1 }
    if (cause.kind === 'unreachable') throw new JobError('SERVICE_UNREACHABLE', cause.message, again)
    if (cause.kind === 'timeout') throw new JobError('SERVICE_TIMEOUT', cause.message, again)
    if (cause.kind === 'credentials') throw new JobError('SERVICE_CREDENTIALS_REFUSED', cause.message, { cause })
    throw new JobError('SERVICE_ANSWER_UNREADABLE', cause.message, { cause })
  }
}

/**
 * The same of one job.
 *
 * Refuses: JOB_NOT_FOUND, and what `askedDepot` refuses.
 */
export const askedOfJob = <T>(asked: Promise<T>): Promise<T> =>
  askedDepot(
    asked.catch((cause: unknown) => {
      if (!(cause instanceof DepotFailure) || cause.kind !== 'no-such-job') throw cause
      throw new JobError('JOB_NOT_FOUND', cause.message)
    }),
  )

/**
 * The same of a step.
 *
 * Refuses: TRANSITION_NOT_ALLOWED, JOB_CHANGED, CHANGE_IN_PROGRESS, and what `askedOfJob` refuses.
 */
export const askedForStep = <T>(asked: Promise<T>): Promise<T> =>
  askedOfJob(
    asked.catch((cause: unknown) => {
      if (!(cause instanceof DepotFailure)) throw cause
      const { kind, message, stage, allowed } = cause
      if (kind === 'not-allowed') {
        throw new JobError('TRANSITION_NOT_ALLOWED', message, {
          ...(stage !== undefined && { currentState: stage }),
          ...(allowed && { allowedActions: allowed }),
        })
      }
      if (kind === 'changed') throw new JobError('JOB_CHANGED', message)
      if (kind === 'busy') throw new JobError('CHANGE_IN_PROGRESS', message, { retryAfterSeconds: 1 })
      throw cause
    }),
  )
