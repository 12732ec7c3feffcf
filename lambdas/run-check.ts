import { runChecks } from '../lib/http/checks/run-checks.ts'
import { checkDependencies } from './wiring.ts'

export const handler = runChecks(await checkDependencies())
