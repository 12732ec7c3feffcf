import { submitJobs } from '../lib/http/jobs/submit-jobs.ts'
import { inTime } from './in-time.ts'
import { dependencies } from './wiring.ts'
import { onKnownTable } from './wiring-table.ts'

export const handler = await onKnownTable((config, documents) => inTime(submitJobs(dependencies(config, documents))))
