import { type App, Tags, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { LakeStack } from './lake/lake-stack.ts'
import { DepotStack } from './stage/depot-stack.ts'
import { readStage } from './stage/read-stage.ts'
import type { Stage } from './stage/stage.ts'
import { WaybillStack } from './stage/waybill-stack.ts'

const DEFAULT_STAGE = 'example'
const STAGES_FOLDER = 'stages'

/**
 * The stacks of the stage that `-c stage=NAME` chooses.
 *
 * @throws StageError
 */
export const waybillApp = (app: App) => {
  // The checks of a security review: synthesis fails until each result is repaired or accepted with a reason.
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app))
  return waybillStacks(app, readStage(STAGES_FOLDER, String(app.node.tryGetContext('stage') ?? DEFAULT_STAGE)))
}

/** The stacks of a stage. No stage's name makes one stack's name another's. */
export const waybillStacks = (app: App, stage: Stage) => {
  const shared = {
    stage,
    env: { region: stage.region, ...(stage.account !== undefined && { account: stage.account }) },
    // What keeps data when its stack goes shall not go by a slip of the hand.
    terminationProtection: stage.keepData,
  }
  const depot =
    stage.service === 'depot'
      ? new DepotStack(app, 'WaybillDepot', { ...shared, stackName: `waybilldepot-${stage.name}` })
      : undefined
  const waybill = new WaybillStack(app, 'Waybill', {
    ...shared,
    stackName: `waybill-${stage.name}`,
    ...(depot && { depotUrl: depot.url, staffSecret: depot.staffSecret }),
  })
  // A stack of its own: what it has counts for it alone, and it can be removed without the other one.
  const lake = waybill.lakeEnds
    ? new LakeStack(app, 'WaybillLake', {
        stage,
        env: shared.env,
        ends: waybill.lakeEnds,
        stackName: `waybilllake-${stage.name}`,
      })
    : undefined
  const tags = { ...stage.tags, application: 'waybill', stage: stage.name }
  for (const [name, value] of Object.entries(tags)) Tags.of(app).add(name, value)
  return { waybill, depot, lake }
}
