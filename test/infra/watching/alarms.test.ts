import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { App, Stack } from 'aws-cdk-lib'
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions'
import { DEPOT_FUNCTION, FUNCTIONS, SMOKE_FUNCTIONS } from '../../../lib/infra/functions/functions.ts'
import { alarmTopic } from '../../../lib/infra/watching/alarm-topic.ts'
import { METRICS, METRICS_NAMESPACE } from '../../../lib/metrics.ts'
import {
  depotTemplateOf,
  exampleStage,
  fullStage,
  lakeTemplateOf,
  resourcesOf,
  statementsOfRoles,
  templateOf,
} from '../../support/synth.ts'

const RUNBOOK = readFileSync('docs/runbook.md', 'utf8')

type Properties = Readonly<Record<string, unknown>>
const propertiesOf = (template: Template, type: string): Properties[] =>
  Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties)
const alarmsOf = (template: Template) => propertiesOf(template, 'AWS::CloudWatch::Alarm')
const kindOf = ({ AlarmDescription }: Properties) => /docs\/runbook\.md#([\w-]+)$/.exec(String(AlarmDescription))?.[1]
const kindsOf = (template: Template) => new Set(alarmsOf(template).map(kindOf))

/** The metrics that an alarm reads, by itself or in an expression. */
const metricsOf = ({ Metrics, ...alarm }: Properties) =>
  Array.isArray(Metrics) ? Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) : [alarm]

let everything: Template
let waybill: Template
let depot: Template
let lake: Template
beforeAll(() => {
  everything = templateOf(fullStage())
  const stage = exampleStage('example-depot', { waf: true, canary: true })
  waybill = templateOf(stage)
  depot = depotTemplateOf(stage)
  lake = lakeTemplateOf(exampleStage('example-private'))
})

describe('the alarms', () => {
  it('have a section in the runbook each, and the runbook has none for what is no alarm', () => {
    const sections = [...RUNBOOK.matchAll(/^## (\S+)\n\n\S/gm)].map(([, kind]) => kind)

    expect(new Set(sections)).toEqual(new Set([...kindsOf(everything), ...kindsOf(lake)]))
    for (const template of [waybill, depot]) expect(sections).toEqual(expect.arrayContaining([...kindsOf(template)]))
  })

  it('are all on the dashboard, a widget for each kind, and the status of each', () => {
    for (const template of [everything, waybill, depot]) {
      const [dashboard = {}] = propertiesOf(template, 'AWS::CloudWatch::Dashboard')
      const body = JSON.stringify(dashboard.DashboardBody)

      expect([...kindsOf(template)].filter(kind => !body.includes(`\\"title\\":\\"${kind}\\"`))).toEqual([])
      const ids = Object.keys(resourcesOf(template, 'AWS::CloudWatch::Alarm'))
      expect(ids.filter(id => !body.includes(`"${id}"`))).toEqual([])
    }
  })

  it('send a notice when they go off and when they are over', () => {
    for (const template of [everything, waybill, depot, lake]) {
      expect(alarmsOf(template).filter(({ AlarmActions, OKActions }) => !AlarmActions || !OKActions)).toEqual([])
    }
    everything.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'on-call@example.com' })
  })

  it('have names of their own in one account', () => {
    const names = [waybill, depot, lake].flatMap(alarmsOf).map(({ AlarmName }) => AlarmName)

    expect(new Set(names).size).toBe(names.length)
  })

  it('watch failures, throttles and duration of every function, the depot included', () => {
    const names = alarmsOf(everything).map(({ AlarmName }) => String(AlarmName))

    for (const kind of ['function-errors', 'function-throttled', 'function-slow']) {
      for (const [name, { calledBy }] of Object.entries(FUNCTIONS)) {
        // What a schedule begins and has no room for comes into the queue of failed runs (`schedule-failed`).
        const isWatched = kind !== 'function-throttled' || calledBy !== 'schedule'
        expect([name, names.includes(`waybill-example-public-${kind}-${name}`)]).toEqual([name, isWatched])
      }
      expect(alarmsOf(depot).map(({ AlarmName }) => AlarmName)).toContain(`waybill-example-depot-depot-${kind}-depot`)
    }
  })

  it('go off before a function runs out of time', () => {
    for (const [name, { timeoutSeconds }] of Object.entries(FUNCTIONS)) {
      const slow = alarmsOf(everything).find(
        ({ AlarmName }) => AlarmName === `waybill-example-public-function-slow-${name}`,
      )

      expect(Number(slow?.Threshold)).toBeLessThan(timeoutSeconds * 1000)
    }
  })

  it('take silence of the reconciler, the follower, the checks, the notices, the history, the retention and the smoke test for an alarm, and no other silence', () => {
    const silent = alarmsOf(everything).filter(({ TreatMissingData }) => TreatMissingData === 'breaching')

    expect(silent.map(kindOf).sort()).toEqual([
      'checks-overdue',
      'follow-silent',
      'history-silent',
      'notices-silent',
      'reconcile-silent',
      'retention-silent',
      'smoke-failing',
    ])
  })

  it('look only at figures that are written, each of this one stage', () => {
    const ours = [everything, waybill, depot].flatMap(alarmsOf).flatMap(metricsOf)
    const written = ours.filter(({ Namespace }) => Namespace === METRICS_NAMESPACE)

    expect(written.length).toBeGreaterThan(5)
    expect(Object.keys(METRICS)).toEqual(expect.arrayContaining(written.map(({ MetricName }) => MetricName)))
    for (const { Dimensions } of written) {
      expect(Dimensions).toContainEqual({ Name: 'stage', Value: expect.stringMatching(/^example-(?:public|depot)$/) })
    }
  })

  it('see answers of 500 or more, which are no errors to Lambda, of the newest version of every function', () => {
    for (const template of [everything, depot]) {
      const failing = alarmsOf(template).filter(alarm => kindOf(alarm) === 'function-errors')
      const answers = failing.map(alarm => metricsOf(alarm).find(({ MetricName }) => MetricName === 'ServerErrors'))

      expect(answers).toHaveLength(Object.keys(resourcesOf(template, 'AWS::Lambda::Function')).length)
      for (const metric of answers) {
        expect(metric?.Dimensions).toEqual(
          expect.arrayContaining([
            { Name: 'function', Value: { Ref: expect.stringMatching(/Function/) } },
            { Name: 'version', Value: { 'Fn::GetAtt': [expect.stringMatching(/CurrentVersion/), 'Version'] } },
          ]),
        )
      }
    }
  })

  it('see every operation on the table that a function may do', () => {
    const may = JSON.stringify(statementsOfRoles(everything))
    const actions = new Set([...may.matchAll(/"dynamodb:(\w+)"/g)].map(([, action]) => action))
    // The name of a condition, and no action.
    actions.delete('LeadingKeys')

    for (const kind of ['table-throttled', 'table-failing']) {
      const watched = alarmsOf(everything)
        .filter(alarm => kindOf(alarm) === kind)
        .flatMap(metricsOf)
        .flatMap(({ Dimensions }) => (Dimensions as { Name: string; Value: string }[]) ?? [])
      const names = watched.filter(({ Name }) => Name === 'Operation').map(({ Value }) => Value)

      expect(names).toEqual(expect.arrayContaining([...actions]))
    }
  })

  it('see error lines in the log of every function', () => {
    for (const template of [everything, depot]) {
      const filters = propertiesOf(template, 'AWS::Logs::MetricFilter')

      expect(filters).toHaveLength(Object.keys(resourcesOf(template, 'AWS::Lambda::Function')).length)
      for (const { FilterPattern } of filters) expect(FilterPattern).toBe('{ $.level = "ERROR" }')
    }
  })
})

describe('the topic of the alarms', () => {
  it.each([
    ['no reader, which the synthesis shows', undefined, 1],
    ['who the stage names', 'on-call@example.com', 0],
  ])('reaches %s', (_, alarmEmail, warnings) => {
    const stack = new Stack(new App({ builtinCloudFormationValidation: false }), 'Stack')
    const { alarmEmail: _other, ...stage } = exampleStage()
    alarmTopic(stack, { ...stage, ...(alarmEmail !== undefined && { alarmEmail }) })

    const without = Match.stringLikeRegexp('a topic without subscribers.*alarmEmail')
    expect(Annotations.fromStack(stack).findWarning('*', without)).toHaveLength(warnings)
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::SNS::Subscription'))).toHaveLength(1 - warnings)
  })

  const statementsOf = (template: Template, type: string, document: string) =>
    propertiesOf(template, type).flatMap(properties => (properties[document] as { Statement: Properties[] }).Statement)
  const forOurAccount = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }

  it.each(['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'])('lets %s publish for this account', service => {
    const allowed = (type: string, document: string) =>
      statementsOf(everything, type, document).filter(
        ({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes(`"${service}"`),
      )

    expect(allowed('AWS::SNS::TopicPolicy', 'PolicyDocument')).toEqual([
      expect.objectContaining({ Action: 'sns:Publish', Condition: forOurAccount }),
    ])
    expect(allowed('AWS::KMS::Key', 'KeyPolicy')).toEqual([
      expect.objectContaining({ Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Condition: forOurAccount }),
    ])
  })

  it('lets only publishers with a reason publish', () => {
    const services = statementsOf(waybill, 'AWS::SNS::TopicPolicy', 'PolicyDocument')
      .filter(({ Effect }) => Effect === 'Allow')
      .map(({ Principal }) => Principal)

    expect(services).toEqual([{ Service: 'cloudwatch.amazonaws.com' }])
  })

  it("takes the depot's alarms too, by its name", () => {
    for (const { AlarmActions } of alarmsOf(depot)) {
      expect(JSON.stringify(AlarmActions)).toContain(':waybill-example-depot-alarms')
    }
    waybill.hasResourceProperties('AWS::SNS::Topic', { TopicName: 'waybill-example-depot-alarms' })
  })
})

describe('the monthly budget', () => {
  it('is of what carries the tag of the stage, and reports the topic of the alarms', () => {
    const Subscribers = [{ SubscriptionType: 'SNS', Address: { Ref: Match.stringLikeRegexp('^AlarmsTopic') } }]

    everything.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { BudgetLimit: { Amount: 50, Unit: 'USD' }, CostFilters: { TagKeyValue: ['user:stage$example-public'] } },
      NotificationsWithSubscribers: [Match.objectLike({ Subscribers }), Match.objectLike({ Subscribers })],
    })
    waybill.resourceCountIs('AWS::Budgets::Budget', 0)
  })
})

describe('a lean stage', () => {
  let lean: Template
  beforeAll(() => {
    lean = templateOf(exampleStage('example', { watching: 'lean' }))
  })

  it('has what must not be missed, as the runbook lists it, of each kind one metric, and no dashboard', () => {
    const [, listed = ''] = /must not be missed: ([^.]*)\./.exec(RUNBOOK) ?? []

    expect([...kindsOf(lean)].sort()).toEqual([...listed.matchAll(/`([\w-]+)`/g)].map(([, kind]) => kind))
    expect([...kindsOf(lean)].sort()).toEqual([
      'api-errors',
      'checks-dead',
      'checks-overdue',
      'credentials-refused',
      'follow-silent',
      'history-silent',
      'log-errors',
      'notices-late',
      'notices-silent',
      'quota-used-up',
      'reconcile-backlog',
      'reconcile-silent',
      'schedule-failed',
      'signatures-not-archived',
    ])
    expect(alarmsOf(lean).filter(alarm => metricsOf(alarm).length > 1)).toEqual([])
    lean.resourceCountIs('AWS::CloudWatch::Dashboard', 0)
  })

  it('pays for no key of its topic, no traces, and no lines of what went well', () => {
    const ofFull = templateOf(exampleStage('example'))
    const keys = (template: Template) => Object.keys(resourcesOf(template, 'AWS::KMS::Key'))

    expect(keys(ofFull).filter(id => !keys(lean).includes(id))).toEqual(['AlarmsKey3C2381B3'])
    for (const { LoggingConfig, TracingConfig } of propertiesOf(lean, 'AWS::Lambda::Function')) {
      expect(LoggingConfig).toMatchObject({ LogFormat: 'JSON', SystemLogLevel: 'WARN' })
      expect(TracingConfig).toBeUndefined()
    }
    for (const { LoggingConfig, TracingConfig } of propertiesOf(ofFull, 'AWS::Lambda::Function')) {
      expect(LoggingConfig).not.toHaveProperty('SystemLogLevel')
      expect(TracingConfig).toEqual({ Mode: 'Active' })
    }
    for (const { AccessLogSetting, TracingEnabled } of propertiesOf(lean, 'AWS::ApiGateway::Stage')) {
      expect(TracingEnabled).toBe(false)
      // A request that comes no further than API Gateway is in no other log.
      expect(Object.keys(JSON.parse(String((AccessLogSetting as { Format: string }).Format)))).toEqual(
        expect.arrayContaining(['requestId', 'route', 'status', 'sourceIp', 'userAgent', 'error']),
      )
    }
  })

  it('still releases by alarms, where it has a canary', () => {
    const canary = templateOf(exampleStage('example', { watching: 'lean', canary: true }))

    expect(alarmsOf(canary).filter(alarm => kindOf(alarm) === 'function-errors')).toHaveLength(
      Object.keys(resourcesOf(canary, 'AWS::Lambda::Function')).length,
    )
  })
})

describe('a stage with a canary', () => {
  it('releases every function that callers or a queue call by a tenth, the depot too, and goes back where its failures alarm', () => {
    for (const template of [everything, depot]) {
      const groups = propertiesOf(template, 'AWS::CodeDeploy::DeploymentGroup')

      // What schedules call has no calls to give a tenth of.
      const called = Object.entries({ ...FUNCTIONS, ...SMOKE_FUNCTIONS, depot: DEPOT_FUNCTION })
        .filter(([, { calledBy }]) => calledBy !== 'schedule')
        .map(([name]) => `-${name}`)
      const released = propertiesOf(template, 'AWS::Lambda::Function').filter(({ FunctionName }) =>
        called.some(name => String(FunctionName).endsWith(name)),
      )
      expect(groups).toHaveLength(released.length)
      for (const properties of groups) {
        expect(properties).toMatchObject({
          DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
          AutoRollbackConfiguration: { Enabled: true },
          AlarmConfiguration: {
            Enabled: true,
            Alarms: [{ Name: { Ref: expect.stringMatching(/^Alarmsfunctionerrors/) } }],
          },
        })
      }
    }
  })
})

describe('a stage without', () => {
  it('has no deployment groups, and watches its functions all the same', () => {
    const template = templateOf(exampleStage())
    const functions = Object.keys(resourcesOf(template, 'AWS::Lambda::Function'))

    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0)
    for (const kind of ['function-errors', 'function-slow']) {
      expect(alarmsOf(template).filter(alarm => kindOf(alarm) === kind)).toHaveLength(functions.length)
    }
    template.resourceCountIs('AWS::Logs::MetricFilter', functions.length)
  })
})
