import { checkStream } from '../../audit/streams.ts'
import type { Asking } from '../../teams/caller.ts'
import { CHECK_NAME, type ScheduledCheck } from '../check.ts'

/** The history that an attempt on a check stands in. `undefined`: no check can have that name. */
export const streamOfCheck = ({ caller: { team } }: Asking, name: string): string | undefined =>
  CHECK_NAME.test(name) ? checkStream(team, name) : undefined

/** What history has of a check: what it watches, when, and who gets its notices. */
export const inHistory = ({ subject, schedule, enabled, notify }: ScheduledCheck) => ({
  watches: subject.is === 'job' ? { jobId: subject.jobId } : { manifestSha256: subject.sha256 },
  schedule,
  enabled,
  notify: { ...notify, ...(notify.webhook && { webhook: notify.webhook.host }) },
})
