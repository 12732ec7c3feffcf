import { manageJobs } from '../lib/http/manage-jobs.ts'
import { dependencies } from './wiring.ts'

export const handler = manageJobs(await dependencies())
