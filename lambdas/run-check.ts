import { runChecks } from '../lib/adapters/events/sqs-check-tasks.ts'
import { inTime } from './in-time.ts'
import { checkTaskDependencies } from './wiring.ts'

export const handler = inTime(runChecks(checkTaskDependencies()))
