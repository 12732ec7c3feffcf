import { runChecks } from '../lib/http/run-checks.ts'
import { checkDependencies } from './wiring.ts'

export const handler = runChecks(await checkDependencies())
