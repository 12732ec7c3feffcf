import type { SubmissionRecord } from '../../jobs/submission-record.ts'
import { type AnnounceDeps, announce } from '../deliver/announce.ts'
import { unclearNotice } from './job-notices.ts'
import type { TeamWatch } from './team-watch.ts'

/** Makes, once, the deliveries of the notice that the outcome of a submission is unclear. */
export const reportUnclear =
  (deps: AnnounceDeps & { readonly watch: TeamWatch }) =>
  async (record: SubmissionRecord): Promise<void> =>
    announce(deps, await deps.watch(record.team), [unclearNotice(record)])
