import type { HookEvent } from '../lib/adapters/api/release-hook.ts'
import { runSmoke } from '../lib/smoke/run-smoke.ts'
import { reportSmoke } from './report-smoke.ts'
import { releaseDependencies } from './wiring-smoke.ts'

const { smoke, answerHook, ...report } = releaseDependencies()

/** CodeDeploy runs this before a new version gets requests. It tries all new versions together. */
export const handler = async (event: HookEvent) => {
  const failed = reportSmoke(await runSmoke(smoke(event.DeploymentId)), report)
  await answerHook(event, failed === 0)
  return { failed }
}
