import { runChecks } from '../lib/http/checks/run-checks.ts'
import { checkTaskDependencies } from './wiring.ts'

export const handler = runChecks(checkTaskDependencies())
