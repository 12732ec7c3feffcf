import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Template } from 'aws-cdk-lib/assertions'
import { FUNCTIONS } from '../../../lib/infra/functions/functions.ts'
import { METRICS, METRICS_NAMESPACE } from '../../../lib/metrics.ts'
import { exampleStage, resourcesOf, templateOf } from '../../support/synth.ts'

const RUNBOOK = readFileSync('docs/runbook.md', 'utf8')

let template: Template
let alarms: Record<string, unknown>[]
beforeAll(() => {
  template = templateOf(exampleStage('example-public'))
  alarms = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties)
})

const kindsOf = () =>
  new Set(alarms.map(alarm => /docs\/runbook\.md#([\w-]+)$/.exec(String(alarm.AlarmDescription))?.[1]))

describe('the alarms', () => {
  it('have a paragraph in the runbook each, and the runbook has none for what is no alarm', () => {
    const paragraphs = [...RUNBOOK.matchAll(/^## (\S+)\n\n\S/gm)].map(([, kind]) => kind)

    expect(new Set(paragraphs)).toEqual(kindsOf())
  })

  it('tell somebody, when they go off and when they are over', () => {
    expect(alarms.filter(({ AlarmActions, OKActions }) => !AlarmActions || !OKActions)).toEqual([])
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'on-call@example.com' })
  })

  it('watch errors, throttles and duration of every function', () => {
    const names = alarms.map(({ AlarmName }) => String(AlarmName))

    for (const name of Object.keys(FUNCTIONS)) {
      for (const kind of ['function-errors', 'function-throttled', 'function-slow']) {
        expect(names).toContain(`waybill-example-public-${kind}-${name}`)
      }
    }
  })

  it('go off before a function runs out of time', () => {
    for (const [name, { timeoutSeconds }] of Object.entries(FUNCTIONS)) {
      const slow = alarms.find(({ AlarmName }) => AlarmName === `waybill-example-public-function-slow-${name}`)

      expect(Number(slow?.Threshold)).toBeLessThan(timeoutSeconds * 1000)
    }
  })

  it('take silence of the reconciler for an alarm', () => {
    const silent = alarms.find(({ AlarmName }) => AlarmName === 'waybill-example-public-reconcile-silent')

    expect(silent).toMatchObject({
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
    })
  })

  it('look only at figures that are written', () => {
    const named = alarms.flatMap(({ Namespace, MetricName, Metrics = [] }) => [
      { Namespace, MetricName },
      ...(Metrics as { MetricStat?: { Metric: { Namespace: string; MetricName: string } } }[]).flatMap(
        ({ MetricStat }) => MetricStat?.Metric ?? [],
      ),
    ])
    const ours = named.filter(({ Namespace }) => Namespace === METRICS_NAMESPACE).map(({ MetricName }) => MetricName)

    expect(ours.length).toBeGreaterThan(5)
    expect(Object.keys(METRICS)).toEqual(expect.arrayContaining(ours))
  })
})

describe('a stage with a canary', () => {
  it('releases every function by a tenth, and goes back where its errors alarm', () => {
    const groups = Object.values(resourcesOf(template, 'AWS::CodeDeploy::DeploymentGroup'))

    expect(groups).toHaveLength(Object.keys(FUNCTIONS).length)
    for (const { Properties } of groups) {
      expect(Properties).toMatchObject({
        DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
        AutoRollbackConfiguration: { Enabled: true },
        AlarmConfiguration: {
          Enabled: true,
          Alarms: [{ Name: { Ref: expect.stringMatching(/^Alarmsfunctionerrors/) } }],
        },
      })
    }
  })
})

describe('a stage without', () => {
  it('has no deployment groups', () => {
    expect(resourcesOf(templateOf(exampleStage()), 'AWS::CodeDeploy::DeploymentGroup')).toEqual({})
  })
})
