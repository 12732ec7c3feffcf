import { describe, expect, it } from '@jest/globals'
import { Match, type Template } from 'aws-cdk-lib/assertions'
import { depotTemplateOf, exampleStage, resourcesOf, stacksOf, templateOf } from '../../support/synth.ts'

describe('a stage that keeps its data', () => {
  const { waybill, depot } = stacksOf(exampleStage('example-depot', { keepData: true, customerManagedKey: true }))
  const templates = [waybill, ...(depot ? [depot] : [])].map(({ template }) => template)

  it('has stacks that refuse to be deleted', () => {
    expect([waybill.terminationProtection, depot?.terminationProtection]).toEqual([true, true])
    expect(stacksOf(exampleStage('example-depot')).waybill.terminationProtection).toBe(false)
  })

  it('can be deployed again after a first deployment that failed: what has a name goes with it', () => {
    const named = templates.flatMap(template =>
      Object.entries(
        template.toJSON().Resources as Record<
          string,
          { Type: string; DeletionPolicy?: string; Properties?: Record<string, unknown> }
        >,
      ).flatMap(([id, { Type, DeletionPolicy, Properties = {} }]) =>
        Object.keys(Properties).some(
          name => /^(?:Name|\w+Name)$/.test(name) && !/^(?:Function|Stage|Group|RestApi)Name$/.test(name),
        )
          ? [{ id, Type, DeletionPolicy }]
          : [],
      ),
    )

    expect(named.filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')).toEqual([])
    const kept = named.filter(({ DeletionPolicy }) => DeletionPolicy === 'RetainExceptOnCreate').map(({ Type }) => Type)
    expect(new Set(kept)).toEqual(new Set(['AWS::Logs::LogGroup', 'AWS::SecretsManager::Secret']))
  })

  it('has its logs under its own key, which lets CloudWatch Logs of this account use it', () => {
    for (const template of templates) {
      for (const { Properties } of Object.values(resourcesOf(template, 'AWS::Logs::LogGroup'))) {
        expect(Properties.KmsKeyId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] })
      }
      template.hasResourceProperties('AWS::KMS::Key', {
        KeyPolicy: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Action: Match.arrayWith(['kms:Decrypt*', 'kms:GenerateDataKey*']),
              Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': Match.anyValue() } },
            }),
          ]),
        },
      })
    }
  })
})

describe('backups', () => {
  const copyTo = 'arn:aws:backup:eu-west-1:111122223333:backup-vault:copies'
  const stage = exampleStage('example-depot', { backup: { keepDays: 7, copyTo } })

  it('are made daily of the tables and the log bucket, stored as long as the stage sets, and copied', () => {
    for (const [template, resources] of [
      [templateOf(stage), 2],
      [depotTemplateOf(stage), 1],
    ] as const) {
      template.hasResourceProperties('AWS::Backup::BackupPlan', {
        BackupPlan: {
          BackupPlanRule: [
            Match.objectLike({
              Lifecycle: { DeleteAfterDays: 7 },
              CopyActions: [{ DestinationBackupVaultArn: copyTo, Lifecycle: { DeleteAfterDays: 7 } }],
            }),
          ],
        },
      })
      const [selection] = Object.values(resourcesOf(template, 'AWS::Backup::BackupSelection'))
      expect(selection?.Properties.BackupSelection).toMatchObject({ Resources: { length: resources } })
    }
  })

  it('are none, unless the stage wants them', () => {
    templateOf(exampleStage()).resourceCountIs('AWS::Backup::BackupPlan', 0)
  })
})

describe('a replica in another region', () => {
  const replica = { region: 'eu-west-1', bucket: 'example-waybill-replica' }
  const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/5678'

  it('is a global table of the same logical ID, so that CloudFormation refuses to replace one that is there', () => {
    const template = templateOf(exampleStage('example', { replica }))
    const [id] = Object.keys(resourcesOf(templateOf(exampleStage()), 'AWS::DynamoDB::Table'))

    expect(Object.keys(resourcesOf(template, 'AWS::DynamoDB::GlobalTable'))).toEqual([id])
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [
        Match.objectLike({ Region: 'eu-west-1' }),
        Match.objectLike({ Region: 'us-east-1', DeletionProtectionEnabled: true }),
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    })
  })

  it('has the indexes of the table', () => {
    const indexes = (template: Template, type: string) =>
      Object.values(resourcesOf(template, type)).flatMap(({ Properties }) =>
        (Properties.GlobalSecondaryIndexes as { IndexName: string }[]).map(({ IndexName }) => IndexName),
      )

    expect(indexes(templateOf(exampleStage('example', { replica })), 'AWS::DynamoDB::GlobalTable')).toEqual(
      indexes(templateOf(exampleStage()), 'AWS::DynamoDB::Table'),
    )
  })

  it('gets every object of the log bucket, under its own key where the stage has one', () => {
    const template = templateOf(exampleStage('example', { replica: { ...replica, keyArn }, customerManagedKey: true }))

    template.hasResourceProperties('AWS::S3::Bucket', {
      ReplicationConfiguration: {
        Rules: [
          Match.objectLike({
            Status: 'Enabled',
            Destination: Match.objectLike({ EncryptionConfiguration: { ReplicaKmsKeyID: keyArn } }),
          }),
        ],
      },
    })
  })
})
