import { lookUpJobs } from '../lib/http/look-up-jobs.ts'
import { dependencies } from './wiring.ts'

export const handler = lookUpJobs(dependencies())
