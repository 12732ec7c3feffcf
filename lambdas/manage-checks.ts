import { manageChecks } from '../lib/http/checks/manage-checks.ts'
import { checkDependencies } from './wiring.ts'

export const handler = manageChecks(checkDependencies())
