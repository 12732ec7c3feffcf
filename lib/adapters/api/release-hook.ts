import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

/** What CodeDeploy sends to a hook (its user guide, "AppSpec hooks section"). */
export interface HookEvent {
  readonly DeploymentId: string
  readonly LifecycleEventHookExecutionId: string
}

/** Reports to CodeDeploy whether a release may go on. */
export type AnswerHook = (event: HookEvent, mayGoOn: boolean) => Promise<void>

/** @param client a test's own */
export const createReleaseHook =
  (client = limited(new CodeDeployClient(AWS_LIMITS), 'CodeDeploy')): AnswerHook =>
  async ({ DeploymentId, LifecycleEventHookExecutionId }, mayGoOn) => {
    await client.send(
      new PutLifecycleEventHookExecutionStatusCommand({
        deploymentId: DeploymentId,
        lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
        status: mayGoOn ? 'Succeeded' : 'Failed',
      }),
    )
  }
