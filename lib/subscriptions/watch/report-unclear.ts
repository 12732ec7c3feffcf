import type { SubmissionRecord } from '../../jobs/submission-record.ts'
import { type AnnounceDeps, announce } from '../deliver/announce.ts'
import { unclearNotice } from './job-notices.ts'
import type { TeamWatch } from './team-watch.ts'

/** Hands over, once, that it is not known what became of a submission. */
export const reportUnclear =
  (deps: AnnounceDeps & { readonly watch: TeamWatch }) =>
  async (record: SubmissionRecord): Promise<void> =>
    announce(deps, await deps.watch(record.team), [unclearNotice(record)])
