import { readFileSync } from 'node:fs'
import { App, type Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { waybillStacks } from '../../lib/infra/app.ts'
import { readStage } from '../../lib/infra/stage/read-stage.ts'
import type { Stage } from '../../lib/infra/stage/stage.ts'
import { onceARun } from './run/once-a-run.ts'

/** What `cdk` itself hands the app. */
const { context: CONTEXT } = JSON.parse(readFileSync('cdk.json', 'utf8'))

/** An example stage, changed where a test wants it otherwise. */
export const exampleStage = (name = 'example', changes: Partial<Stage> = {}): Stage => ({
  ...readStage('stages', name),
  ...changes,
})

/**
 * A stage that has all that a stage can have but the routes of the depot's desk, which one whose service is the depot has: its
 * stack is the largest.
 */
export const fullStage = (): Stage =>
  exampleStage('example-public', {
    backup: { keepDays: 35 },
    depot: { shippingAddress: ['A', 'B'], buckets: [], dailyJobs: 200 },
    budget: 50,
    smoke: { team: 'archive', bucket: 'amzn-s3-demo-bucket', everyMinutes: 15, submit: false },
  })

/**
 * The app of a stage before its synthesis. Nothing is bundled: other tests try the bundles. Nor does CloudFormation's schema
 * look at the template, which takes most of the time: the tests of `cdk synth` itself have that.
 */
export const appOf = (stage: Stage) => {
  const app = new App({
    context: { ...CONTEXT, 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: false,
  })
  return { app, ...waybillStacks(app, stage) }
}

/** A stack as it is synthesised. */
export interface SynthesisedStack {
  readonly stackName: string
  readonly terminationProtection: boolean
  readonly template: Template
}

/** The stacks of a stage. Each stage is synthesised once in a run of the tests. */
export const stacksOf = (
  stage: Stage,
): { readonly waybill: SynthesisedStack; readonly depot?: SynthesisedStack; readonly lake?: SynthesisedStack } => {
  const { waybill, depot, lake } = onceARun(['stage', stage], () => {
    const stacks = appOf(stage)
    return {
      waybill: written(stacks.waybill),
      ...(stacks.depot && { depot: written(stacks.depot) }),
      ...(stacks.lake && { lake: written(stacks.lake) }),
    }
  }).made
  return { waybill: read(waybill), ...(depot && { depot: read(depot) }), ...(lake && { lake: read(lake) }) }
}

const written = (stack: Stack) => ({
  stackName: stack.stackName,
  terminationProtection: stack.terminationProtection === true,
  template: Template.fromStack(stack).toJSON(),
})

const read = ({ template, ...stack }: ReturnType<typeof written>): SynthesisedStack => ({
  ...stack,
  // `Template.fromStack` has looked for circles.
  template: Template.fromJSON(template, { skipCyclicalDependenciesCheck: true }),
})

export const templateOf = (stage: Stage): Template => stacksOf(stage).waybill.template

/** The depot's own, of a stage that has one. */
export const depotTemplateOf = (stage: Stage): Template => {
  const { depot } = stacksOf(stage)
  if (!depot) throw new Error(`The stage ${stage.name} has no depot`)
  return depot.template
}

/** The lake's own, of a stage that has one. */
export const lakeTemplateOf = (stage: Stage): Template => {
  const { lake } = stacksOf(stage)
  if (!lake) throw new Error(`The stage ${stage.name} has no lake`)
  return lake.template
}

/** A statement of a policy in IAM. */
export interface Statement {
  readonly Effect: string
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly Condition?: object
}

interface InlinePolicy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] }
}

/** What the policy in each role of a template allows, by the role's logical ID. */
export const statementsOfRoles = (template: Template): Readonly<Record<string, readonly Statement[]>> =>
  Object.fromEntries(
    Object.entries(resourcesOf(template, 'AWS::IAM::Role')).map(([id, { Properties }]) => [
      id,
      ((Properties.Policies as InlinePolicy[] | undefined) ?? []).flatMap(
        ({ PolicyDocument }) => PolicyDocument.Statement,
      ),
    ]),
  )

/** Resources of one kind, by their logical IDs. */
export const resourcesOf = (
  template: Template,
  type: string,
): Record<string, { Properties: Record<string, unknown> }> =>
  template.findResources(type) as Record<string, { Properties: Record<string, unknown> }>
