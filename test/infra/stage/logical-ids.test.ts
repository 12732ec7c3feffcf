import { describe, expect, it } from '@jest/globals'
import type { Template } from 'aws-cdk-lib/assertions'
import { depotTemplateOf, exampleStage, resourcesOf, statementsOfRoles, templateOf } from '../../support/synth.ts'

/**
 * Resources whose logical ID must stay as it was first deployed. With another one CloudFormation makes a new resource beside the
 * old one, whose data, address or key the stage then no longer has. Rows are added here, and none is changed.
 */
const PINNED: Readonly<Record<'waybill' | 'depot', Readonly<Record<string, readonly string[]>>>> = {
  waybill: {
    'AWS::ApiGateway::RestApi': ['ApiCD79AAA0', 'QueryApi98BB9989'],
    'AWS::ApiGateway::DomainName': ['HostDomain22AB6260', 'QueryHostDomainF49DB832'],
    'AWS::DynamoDB::Table': ['JobsDataTable057C95F9'],
    'AWS::S3::Bucket': ['LogBucket7273C8DB', 'LogBucketAccessLogB5FCF996'],
    'AWS::KMS::Key': ['AlarmsKey3C2381B3', 'ChecksKeyA1661934', 'DataKey2A0DE9E6'],
    'AWS::SQS::Queue': ['ChecksDeadLetters1F48EB9C', 'ChecksQueue4DA222DC'],
    'AWS::SNS::Topic': ['AlarmsTopic3A2DFEBA', 'ChecksNotices97D5EA1B'],
    'AWS::Scheduler::ScheduleGroup': ['ChecksGroupB5BEE7F9', 'ChecksTendGroup02CEA978'],
    'AWS::Scheduler::Schedule': [
      'ChecksTend736289EB',
      'FollowJobsSchedule77A2A165',
      'NotifySchedule510E4EDC',
      'ReconcileSchedule3F33C48C',
      'SignHistoryScheduleB6B53A61',
    ],
    'AWS::Lambda::Function': [
      'authorizeFunction21E86EEF',
      'followjobsFunctionA8C73FAC',
      'lookupjobsFunction0CA58DC3',
      'managechecksFunction9A5AA2FC',
      'managejobsFunction812617B7',
      'managesubscriptionsFunctionA563EC50',
      'notifyFunction8EF74874',
      'queryapiFunction3749F8B9',
      'reconcileFunctionE4767888',
      'runcheckFunctionE301FCFF',
      'signhistoryFunction92F9568C',
      'submitjobsFunction67AC3B97',
    ],
    'AWS::Lambda::Alias': [
      'authorizeLiveFC8EE7EA',
      'followjobsLiveD3176E6D',
      'lookupjobsLiveD8DA94C5',
      'managechecksLive38EA9926',
      'managejobsLiveE3613E13',
      'managesubscriptionsLive60900D35',
      'notifyLive71BC4B3E',
      'queryapiLiveBC876799',
      'reconcileLive5C0ED1FA',
      'runcheckLive7ACFC8DD',
      'signhistoryLiveB403E9DC',
      'submitjobsLive4FF3FE08',
    ],
    'AWS::Logs::LogGroup': [
      'ApiAccessLog713001CC',
      'QueryApiAccessLog0CC392A9',
      'WebAclLog4028F6F7',
      'authorizeLog560E6BC1',
      'followjobsLog14F60E3B',
      'lookupjobsLog10C246E5',
      'managechecksLogC17655A5',
      'managejobsLog71B998F1',
      'managesubscriptionsLogD976CA62',
      'notifyLog1BD87048',
      'queryapiLog9AA40B1D',
      'reconcileLog47D323FF',
      'runcheckLogE2D34A8D',
      'signhistoryLog9BB7C43D',
      'submitjobsLogBEE2E022',
    ],
    'AWS::WAFv2::WebACL': ['WebAclC3CBEB12'],
    'AWS::CodeDeploy::Application': ['CanaryApplication5C078013'],
  },
  depot: {
    'AWS::ApiGateway::RestApi': ['ApiCD79AAA0'],
    'AWS::DynamoDB::Table': ['JobsDataTable057C95F9'],
    'AWS::Lambda::Function': ['depotFunction95F74CFF'],
    'AWS::Lambda::Alias': ['depotLive5D010C21'],
    'AWS::SecretsManager::Secret': ['Secretssigning7B5EEE9D', 'Secretsstaff7B9D81A4'],
    'AWS::Logs::LogGroup': ['ApiAccessLog713001CC', 'depotLogA41F2FFA'],
  },
}

const templates = () => ({
  waybill: templateOf(exampleStage('example-public')),
  depot: depotTemplateOf(exampleStage('example-depot')),
})

describe('what holds data, addresses and keys', () => {
  it('has the logical IDs that it was first deployed with', () => {
    for (const [part, template] of Object.entries(templates())) {
      for (const [type, ids] of Object.entries(PINNED[part as keyof typeof PINNED])) {
        expect(Object.keys(resourcesOf(template, type))).toEqual(expect.arrayContaining([...ids]))
      }
    }
  })

  it('is taken from the table that is there already, where the stage names one, and made by no resource', () => {
    const existing = {
      table: { name: 'waybill-dev-jobs-2', keyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234' },
      depotTable: { name: 'waybill-dev-depot-2' },
      depotSecrets: true,
      historyKey: 'arn:aws:kms:us-east-1:111122223333:key/5678',
    }
    const stage = exampleStage('example-depot', { existing })
    const [waybill, depot] = [templateOf(stage), depotTemplateOf(stage)]
    const textOf = (template: Template) => JSON.stringify(template.toJSON())

    waybill.resourceCountIs('AWS::DynamoDB::Table', 0)
    depot.resourceCountIs('AWS::DynamoDB::Table', 0)
    depot.resourceCountIs('AWS::SecretsManager::Secret', 0)
    expect(Object.keys(resourcesOf(waybill, 'AWS::KMS::Key'))).not.toContain('HistoryKey7C647634')
    expect(textOf(waybill)).toContain('"WAYBILL_HISTORY_KEY":"arn:aws:kms:us-east-1:111122223333:key/5678"')
    expect(textOf(waybill)).toContain('"WAYBILL_TABLE":"waybill-dev-jobs-2"')
    expect(textOf(waybill)).toMatch(/table\/waybill-dev-jobs-2\/index\/open/)
    expect(textOf(depot)).toContain('"WAYBILL_TABLE":"waybill-dev-depot-2"')
    expect(textOf(depot)).toMatch(/secret:waybill\/example-depot\/depot\/signing-\?\?\?\?\?\?/)
    expect(Object.values(statementsOfRoles(waybill)).flat()).toContainEqual(
      expect.objectContaining({
        Action: expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey']),
        Resource: 'arn:aws:kms:us-east-1:111122223333:key/1234',
      }),
    )
  })
})
