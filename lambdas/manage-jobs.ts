import { manageJobs } from '../lib/http/jobs/manage-jobs.ts'
import { inTime } from './in-time.ts'
import { dependencies } from './wiring.ts'
import { deskDependencies } from './wiring-desk.ts'

export const handler = inTime(manageJobs({ ...dependencies(), ...deskDependencies() }))
