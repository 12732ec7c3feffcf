import { runSmoke } from '../lib/smoke/run-smoke.ts'
import { reportSmoke } from './report-smoke.ts'
import { canaryDependencies } from './wiring-smoke.ts'

const { smoke, ...report } = canaryDependencies()

/** Runs on a schedule. The result is only for the log. */
export const handler = async () => ({ failed: reportSmoke(await runSmoke(await smoke()), report) })
