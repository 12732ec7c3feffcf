import { lookUpJobs } from '../lib/http/jobs/look-up-jobs.ts'
import { inTime } from './in-time.ts'
import { lookUpDependencies } from './wiring.ts'

export const handler = inTime(lookUpJobs(lookUpDependencies()))
