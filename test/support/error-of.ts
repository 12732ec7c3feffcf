import { JobError } from '../../lib/jobs/errors.ts'

/** The error of ours that an action ends with; anything else fails the test. */
export const errorOf = async (action: Promise<unknown>): Promise<JobError> => {
  const error = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof JobError) return error
  throw new Error(`expected an error of a caller, got ${error instanceof Error ? error.stack : error}`)
}
