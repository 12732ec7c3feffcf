import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { App, Stack } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { readTask } from '../../../lib/checks/read-task.ts'
import { Checks } from '../../../lib/infra/functions/checks.ts'
import { FUNCTIONS } from '../../../lib/infra/functions/functions.ts'
import { WaybillFunction } from '../../../lib/infra/functions/waybill-function.ts'
import { DataKey } from '../../../lib/infra/storage/data-key.ts'
import { JobTable } from '../../../lib/infra/storage/job-table.ts'
import { checksConfig } from '../../../lib/settings/config.ts'
import { importManifest } from '../../support/manifests.ts'
import { exampleStage, resourcesOf, statementsOfRoles, templateOf } from '../../support/synth.ts'

let template: Template
beforeAll(() => {
  template = templateOf(exampleStage('example', { checkNoticeEmails: ['storage@example.com'] }))
})

const propertiesOf = (type: string) => Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties)
const functionNamed = (name: string) =>
  propertiesOf('AWS::Lambda::Function').find(({ FunctionName }) => String(FunctionName).endsWith(name))

describe('the queue of checks', () => {
  it('gives its messages to run-check, which may fail them one by one, and keeps those that fail for good', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 5 },
    })
    template.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: Match.anyValue() },
      VisibilityTimeout: FUNCTIONS['run-check'].timeoutSeconds * 6,
      MessageRetentionPeriod: 24 * 3600,
    })
  })

  it('is encrypted, and so is every other', () => {
    expect(propertiesOf('AWS::SQS::Queue').filter(({ SqsManagedSseEnabled }) => SqsManagedSseEnabled !== true)).toEqual(
      [],
    )
  })
})

describe('the schedules of checks', () => {
  it('maintain the checks by a message that the function understands', () => {
    const schedule = propertiesOf('AWS::Scheduler::Schedule').find(
      ({ GroupName }) => GroupName === 'waybill-example-tend',
    )
    const { Input = '' } = (schedule?.Target ?? {}) as { Input?: string }

    expect(readTask(Input)).toEqual({ do: 'maintain' })
    expect(schedule?.ScheduleExpression).toBe('rate(5 minutes)')
  })

  it('stand in a group of their own, in which nothing else is', () => {
    const groups = propertiesOf('AWS::Scheduler::ScheduleGroup').map(({ Name }) => Name)

    expect(groups.sort()).toEqual(['waybill-example-checks', 'waybill-example-tend'])
    expect(propertiesOf('AWS::Scheduler::Schedule').map(({ GroupName }) => GroupName)).not.toContain(
      'waybill-example-checks',
    )
  })
})

describe('the functions of checks', () => {
  it.each(['manage-checks', 'run-check'])('%s has every setting that it reads', name => {
    const { Variables } = (functionNamed(name)?.Environment ?? {}) as { Variables: Record<string, unknown> }
    const values: Readonly<Record<string, string>> = {
      WAYBILL_SERVICE_URL: 'https://service.example/',
      WAYBILL_TEAMS: '{"teams": {}}',
      WAYBILL_TIERS: '{"standard": {"rate": 20, "burst": 40}}',
      WAYBILL_SIGNATURE_VERSION: '2',
      WAYBILL_MANIFEST_ERA: 'lenient',
      WAYBILL_CURRENT_MANIFEST: 'redacted',
    }
    const environment = Object.fromEntries(Object.keys(Variables).map(name => [name, values[name] ?? 'a value']))

    expect(() => checksConfig(environment)).not.toThrow()
  })

  it('may remove items of checks only, and nothing but subscriptions, templates and addresses is removed besides', () => {
    const statements = Object.values(statementsOfRoles(template)).flat()
    const removing = statements.filter(({ Action }) => [Action].flat().includes('dynamodb:DeleteItem'))

    const keys = ['CHECKS#*', 'SUBSCRIPTIONS#*', 'TEAM-OWN#*', 'CHECKS#*']
    expect(removing.map(({ Condition }) => Condition)).toEqual(
      keys.map(key => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [key] } })),
    )
  })
})

describe('who gets notices', () => {
  it('are the addresses that the stage names', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'storage@example.com' })
  })

  it('are the operators where checks fail, are unknown, are late or in vain', () => {
    const alarms = propertiesOf('AWS::CloudWatch::Alarm')
    const ofChecks = alarms.filter(({ MetricName }) => String(MetricName).startsWith('Checks'))

    expect(ofChecks.map(({ MetricName }) => MetricName).sort()).toEqual([
      'ChecksFailing',
      'ChecksOverdue',
      'ChecksUnknown',
    ])
    // If maintenance stopped, no other figure would show it.
    expect(ofChecks.find(({ MetricName }) => MetricName === 'ChecksOverdue')?.TreatMissingData).toBe('breaching')
    expect(
      alarms.filter(({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible').length,
    ).toBeGreaterThan(0)
  })
})

describe("a stage's static checks", () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-static-'))
    writeFileSync(join(folder, 'nightly.txt'), importManifest())
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const synth = (settings: object) => {
    writeFileSync(join(folder, 'nightly.json'), JSON.stringify(settings))
    const stage = exampleStage()
    const stack = new Stack(
      new App({ context: { 'aws:cdk:bundling-stacks': [] }, builtinCloudFormationValidation: false }),
      'Test',
    )
    const key = new DataKey(stack, 'Key', stage)
    const jobs = new JobTable(stack, 'Jobs', { stage, key })
    const checks = new Checks(stack, 'Checks', { stage, jobs, timeoutSeconds: 120 })
    const fn = new WaybillFunction(stack, 'run-check', { stage, key: key.key, row: FUNCTIONS['run-check'] })
    checks.feed(fn, folder)
    return Template.fromStack(stack)
  }

  it('come with the function as a layer', () => {
    const made = synth({ team: 'archive', manifest: 'nightly.txt' })

    made.resourceCountIs('AWS::Lambda::LayerVersion', 1)
    made.hasResourceProperties('AWS::Lambda::Function', {
      Layers: [Match.anyValue()],
      Environment: { Variables: Match.objectLike({ WAYBILL_CHECKS_FOLDER: '/opt' }) },
    })
  })

  it('are refused before anything is deployed where something is wrong with them', () => {
    expect(() => synth({ team: 'archive', manifest: 'nightly.txt', schedule: 'every day' })).toThrow(
      'nightly.json: schedule: "every day" is not a schedule',
    )
  })
})
