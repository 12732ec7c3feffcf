import { manageChecks } from '../lib/http/checks/manage-checks.ts'
import { inTime } from './in-time.ts'
import { checkDependencies } from './wiring.ts'

export const handler = inTime(manageChecks(checkDependencies()))
