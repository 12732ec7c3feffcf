import { runChecks } from '../lib/http/checks/run-checks.ts'
import { inTime } from './in-time.ts'
import { checkTaskDependencies } from './wiring.ts'

export const handler = inTime(runChecks(checkTaskDependencies()))
