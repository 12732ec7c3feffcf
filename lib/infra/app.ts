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
  // A security review: synthesis fails until each result is repaired, or accepted with a reason.
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app))
  return waybillStacks(app, readStage(STAGES_FOLDER, String(app.node.tryGetContext('stage') ?? DEFAULT_STAGE)))
}

/** The stacks of a stage. Their names differ for all names of stages. */
export const waybillStacks = (app: App, stage: Stage) => {
  const shared = {
    stage,
    env: { region: stage.region, ...(stage.account !== undefined && { account: stage.account }) },
    // A stack that keeps its data is protected against an accidental deletion.
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
  // Its own stack, with its own limit of resources, which can be removed without the other one.
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
