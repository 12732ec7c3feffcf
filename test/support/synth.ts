import { readFileSync } from 'node:fs'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { waybillStacks } from '../../lib/infra/app.ts'
import { readStage } from '../../lib/infra/stage/read-stage.ts'
import type { Stage } from '../../lib/infra/stage/stage.ts'

/** What `cdk` itself hands the app. */
const { context: CONTEXT } = JSON.parse(readFileSync('cdk.json', 'utf8'))

/** An example stage, changed where a test wants it otherwise. */
export const exampleStage = (name = 'example', changes: Partial<Stage> = {}): Stage => ({
  ...readStage('stages', name),
  ...changes,
})

/** The stacks of a stage, with nothing bundled: what is in the bundles is another test's business. */
export const stacksOf = (stage: Stage) => {
  const app = new App({ context: { ...CONTEXT, 'aws:cdk:bundling-stacks': [] } })
  return { app, ...waybillStacks(app, stage) }
}

export const templateOf = (stage: Stage): Template => Template.fromStack(stacksOf(stage).waybill)

/** The depot's own, of a stage that has one. */
export const depotTemplateOf = (stage: Stage): Template => {
  const { depot } = stacksOf(stage)
  if (!depot) throw new Error(`The stage ${stage.name} has no depot`)
  return Template.fromStack(depot)
}

/** Resources of one kind, by their logical IDs. */
export const resourcesOf = (
  template: Template,
  type: string,
): Record<string, { Properties: Record<string, unknown> }> =>
  template.findResources(type) as Record<string, { Properties: Record<string, unknown> }>
