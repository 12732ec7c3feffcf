import { submitJobs } from '../lib/http/jobs/submit-jobs.ts'
import { inTime } from './in-time.ts'
import { dependencies } from './wiring.ts'
import { onKnownTable } from './wiring-table.ts'

await onKnownTable()

export const handler = inTime(submitJobs(await dependencies()))
