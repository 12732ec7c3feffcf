import { beforeAll, describe, expect, it } from '@jest/globals'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { ROUTES } from '../../../lib/http/routes.ts'
import { FUNCTIONS } from '../../../lib/infra/functions/functions.ts'
import { canaryConfig, releaseConfig } from '../../../lib/settings/smoke-config.ts'
import { depotTemplateOf, exampleStage, resourcesOf, statementsOfRoles, templateOf } from '../../support/synth.ts'

let template: Template
beforeAll(() => {
  template = templateOf(exampleStage('example-operated'))
})

/** What a function is told, each value that only the deployment knows as one word. */
const environmentOf = (name: string) => {
  const found = Object.values(resourcesOf(template, 'AWS::Lambda::Function')).find(
    ({ Properties }) => Properties.FunctionName === `waybill-example-operated-${name}`,
  )
  const { Variables = {} } = (found?.Properties.Environment ?? {}) as { Variables?: Record<string, unknown> }
  return Object.fromEntries(
    Object.entries(Variables).map(([setting, value]) => [
      setting,
      typeof value === 'string'
        ? value
        : (JSON.stringify(value)
            .match(/"([^"]*=|,[^"]*=)"/g)
            ?.join('arn') ?? 'https://api.example.com/prod/'),
    ]),
  )
}
const policies = () => JSON.stringify(statementsOfRoles(template))

describe('the smoke test before a release', () => {
  it('stands before every new version', () => {
    const groups = Object.values(resourcesOf(template, 'AWS::CodeDeploy::DeploymentGroup'))
    const aliases = Object.values(
      template.findResources('AWS::Lambda::Alias') as Record<
        string,
        { UpdatePolicy?: { CodeDeployLambdaAliasUpdate?: { BeforeAllowTrafficHook?: unknown } } }
      >,
    ).filter(({ UpdatePolicy }) => UpdatePolicy)

    // Callers of this stage sign: it has neither an authoriser nor a console. What schedules call is released at once.
    const released = Object.values(FUNCTIONS).filter(({ calledBy }) => calledBy !== 'schedule')
    expect(groups).toHaveLength(released.length - 2)
    expect(aliases).toHaveLength(groups.length)
    for (const { UpdatePolicy } of aliases) {
      expect(JSON.stringify(UpdatePolicy?.CodeDeployLambdaAliasUpdate?.BeforeAllowTrafficHook)).toMatch(/ReleaseSmoke/)
    }
  })

  it('knows the new version of every function that serves a route, and may invoke it', () => {
    const versions = JSON.stringify(
      Object.values(resourcesOf(template, 'AWS::Lambda::Function')).find(({ Properties }) =>
        String(Properties.FunctionName).endsWith('-smoke-release'),
      )?.Properties,
    )

    // This stage has no console (see above).
    const served = new Set(ROUTES.map(route => route.function).filter(name => name !== 'console'))
    for (const name of served) {
      expect(versions).toContain(`${name}=`)
      expect(policies()).toMatch(new RegExp(`lambda:InvokeFunction.*${name.replaceAll('-', '')}Function`))
    }
  })

  it('has every setting that it reads', () => {
    expect(releaseConfig(environmentOf('smoke-release'))).toMatchObject({
      team: 'smoke',
      accessKeyId: 'AKIAI44QH8DHBEXAMPLE',
      bucket: 'amzn-s3-demo-import',
      submit: true,
    })
  })
})

describe('the smoke test that is run again and again', () => {
  it('asks the address of the API, as a member of its team', () => {
    expect(canaryConfig(environmentOf('smoke'))).toMatchObject({ accessKeyId: 'AKIAI44QH8DHBEXAMPLE', submit: true })
    expect(policies()).toContain('execute-api:Invoke')
    const teams = JSON.stringify(
      Object.values(resourcesOf(template, 'AWS::Lambda::Function')).find(({ Properties }) =>
        String(Properties.FunctionName).endsWith('-submit-jobs'),
      )?.Properties,
    )
    expect(teams).toMatch(/\{"Fn::GetAtt":\["Smokesmoke\w*Role\w+","Arn"\]\}/)
  })

  it('runs as often as the stage sets, and is missed where it does not', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(15 minutes)' })
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'SmokeStepsFailed',
      Period: 900,
      EvaluationPeriods: 2,
      TreatMissingData: 'breaching',
    })
  })

  it('is there only where the stage wants it', () => {
    const without = JSON.stringify(templateOf(exampleStage()).toJSON())

    expect(without).not.toMatch(/smoke/i)
  })
})

describe('what a stage sets for single functions and for everything', () => {
  it('is memory, concurrency and how many are ready', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'waybill-example-operated-submit-jobs',
      MemorySize: 1024,
    })
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'waybill-example-operated-reconcile',
      MemorySize: 256,
    })
    template.hasResourceProperties('AWS::Lambda::Alias', {
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
    })
  })

  it('is tags, beside those that every stage has', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      Tags: Match.arrayWith([
        { Key: 'application', Value: 'waybill' },
        { Key: 'cost-centre', Value: '4711' },
        { Key: 'owner', Value: 'storage-desk' },
        { Key: 'stage', Value: 'example-operated' },
      ]),
    })
  })

  it('is the KMS keys of listed buckets, for the functions that write there', () => {
    const depot = depotTemplateOf(exampleStage('example-operated'))

    expect(JSON.stringify(statementsOfRoles(depot))).toMatch(
      /\["kms:Decrypt","kms:GenerateDataKey"\],"Effect":"Allow","Resource":"arn:aws:kms:us-east-1:111122223333:key/,
    )
  })

  it('is whether the account-wide role of API Gateway is the stack own', () => {
    template.resourceCountIs('AWS::ApiGateway::Account', 1)
    templateOf(exampleStage('example', { gatewayAccountRole: false })).resourceCountIs('AWS::ApiGateway::Account', 0)
  })
})
