import { checkStream } from '../../audit/streams.ts'
import type { Asking } from '../../teams/caller.ts'
import { CHECK_NAME, type ScheduledCheck } from '../check.ts'

/** The stream of attempts on a check. `undefined`: no check can have this name. */
export const streamOfCheck = ({ caller: { team } }: Asking, name: string): string | undefined =>
  CHECK_NAME.test(name) ? checkStream(team, name) : undefined

/** A check in an event: its subject, schedule, and the targets of its notices. */
export const inHistory = ({ subject, schedule, enabled, notify }: ScheduledCheck) => ({
  watches: subject.is === 'job' ? { jobId: subject.jobId } : { manifestSha256: subject.sha256 },
  schedule,
  enabled,
  notify: { ...notify, ...(notify.webhook && { webhook: notify.webhook.host }) },
})
