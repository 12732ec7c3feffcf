import { JobError } from '../../lib/jobs/errors.ts'

/** The refusal that an action ends with; anything else fails the test. */
export const refusal = async (action: Promise<unknown>): Promise<JobError> => {
  const error = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof JobError) return error
  throw new Error(`expected a refusal, got ${error instanceof Error ? error.stack : error}`)
}
