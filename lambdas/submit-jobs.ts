import { submitJobs } from '../lib/http/jobs/submit-jobs.ts'
import { dependencies } from './wiring.ts'

export const handler = submitJobs(await dependencies())
