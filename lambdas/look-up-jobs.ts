import { lookUpJobs } from '../lib/http/jobs/look-up-jobs.ts'
import { lookUpDependencies } from './wiring.ts'

export const handler = lookUpJobs(lookUpDependencies())
