import { manageJobs } from '../lib/http/jobs/manage-jobs.ts'
import { dependencies } from './wiring.ts'

export const handler = manageJobs(await dependencies())
