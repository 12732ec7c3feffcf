import type { Credentials, Keys } from '../teams/keys.ts'
import { JobError } from './errors.ts'
import type { Job } from './job.ts'

/**
 * The key that made a job or a submission. At the service, the job belongs to that key's owner alone.
 *
 * Refuses: SIGNING_KEY_MISSING.
 */
export const jobKey = async (
  keys: Pick<Keys, 'find'>,
  { team, accessKeyId }: Pick<Job, 'team' | 'accessKeyId'>,
): Promise<Credentials> => {
  const key = await keys.find(accessKeyId)
  if (key?.team === team) return key
  throw new JobError(
    'SIGNING_KEY_MISSING',
    `Team "${team}" no longer has the key ${accessKeyId} that created the job. An operator must add it again.`,
  )
}
