import { runSmoke } from '../lib/smoke/run-smoke.ts'
import { reportSmoke } from './report-smoke.ts'
import { canaryDependencies } from './wiring-smoke.ts'

const { smoke, ...report } = canaryDependencies()

/** Run on a schedule; what it answers is for its log. */
export const handler = async () => ({ failed: reportSmoke(await runSmoke(await smoke()), report) })
