import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam'

/** Permissions that CloudFormation needs to make and change Waybill's stacks. */
export interface Deployable {
  /** The start of the names of the resource types. */
  readonly types: string
  readonly actions: readonly [string, ...string[]]
  /** The last parts of the ARNs, after `arn:PARTITION:SERVICE:REGION:ACCOUNT:`. `*`: every resource. */
  readonly resources: readonly [string, ...string[]]
  /** Which of region and account the ARNs have. Default: both */
  readonly named?: 'account' | 'region' | 'neither'
  readonly conditions?: PolicyStatementProps['conditions']
}

/** The start of the names of all stacks, and so of the names that CloudFormation makes. */
const OURS = 'waybill*'

const SERVICES_WITH_ROLES = [
  'apigateway.amazonaws.com',
  'backup.amazonaws.com',
  'codedeploy.amazonaws.com',
  'firehose.amazonaws.com',
  'lambda.amazonaws.com',
  'pipes.amazonaws.com',
  's3.amazonaws.com',
  'scheduler.amazonaws.com',
]

/** The managed policies that the stacks use. Their roles may get no others. */
const MANAGED_POLICIES = [
  'arn:*:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
  'arn:*:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited',
  'arn:*:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
  'arn:*:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores',
  'arn:*:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup',
  'arn:*:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore',
]

/**
 * The permissions of CloudFormation by resource type. Resources with recognisable names are limited to Waybill's own; the rest
 * is limited to the services that Waybill uses. A test fails if a stack has a type without a row.
 */
export const DEPLOYABLE: readonly Deployable[] = [
  { types: 'AWS::ApiGateway::', actions: ['apigateway:*'], resources: ['/*'], named: 'region' },
  { types: 'AWS::Athena::', actions: ['athena:*'], resources: [`workgroup/${OURS}`] },
  { types: 'AWS::Backup::', actions: ['backup:*', 'backup-storage:MountCapsule'], resources: ['*'] },
  {
    types: 'AWS::Budgets::',
    actions: ['budgets:ModifyBudget', 'budgets:ViewBudget', 'budgets:TagResource'],
    resources: ['*'],
  },
  { types: 'AWS::CloudWatch::Alarm', actions: ['cloudwatch:*'], resources: [`alarm:${OURS}`] },
  { types: 'AWS::CloudWatch::Dashboard', actions: ['cloudwatch:*Dashboard*'], resources: ['*'] },
  {
    types: 'AWS::CodeDeploy::',
    actions: ['codedeploy:*'],
    resources: [`application:${OURS}`, `deploymentgroup:${OURS}`, 'deploymentconfig:*'],
  },
  { types: 'AWS::DynamoDB::', actions: ['dynamodb:*'], resources: [`table/${OURS}`] },
  {
    types: 'AWS::Glue::',
    actions: ['glue:*Database', 'glue:*Table', 'glue:*Tags'],
    resources: ['catalog', `database/${OURS}`, `table/${OURS}`],
  },
  {
    types: 'AWS::IAM::',
    actions: [
      'iam:CreateRole',
      'iam:DeleteRole',
      'iam:DeleteRolePolicy',
      'iam:DetachRolePolicy',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:PutRolePolicy',
      'iam:TagRole',
      'iam:UntagRole',
      'iam:UpdateAssumeRolePolicy',
      'iam:UpdateRole',
    ],
    resources: [`role/${OURS}`],
    named: 'account',
  },
  {
    types: 'AWS::IAM::',
    actions: ['iam:AttachRolePolicy'],
    resources: [`role/${OURS}`],
    named: 'account',
    conditions: { ArnLike: { 'iam:PolicyARN': MANAGED_POLICIES } },
  },
  {
    types: 'AWS::IAM::',
    actions: ['iam:PassRole'],
    resources: [`role/${OURS}`],
    named: 'account',
    conditions: { StringEquals: { 'iam:PassedToService': SERVICES_WITH_ROLES } },
  },
  {
    types: 'AWS::IAM::',
    actions: ['iam:CreateServiceLinkedRole'],
    resources: ['role/aws-service-role/*'],
    named: 'account',
  },
  { types: 'AWS::KinesisFirehose::', actions: ['firehose:*'], resources: [`deliverystream/${OURS}`] },
  { types: 'AWS::KMS::', actions: ['kms:*'], resources: ['*'] },
  {
    types: 'AWS::Lambda::',
    actions: ['lambda:*'],
    resources: [`function:${OURS}`, 'layer:*', 'event-source-mapping:*'],
  },
  { types: 'AWS::Lambda::EventSourceMapping', actions: ['lambda:*EventSourceMapping*'], resources: ['*'] },
  {
    types: 'AWS::Logs::',
    actions: ['logs:*'],
    resources: ['log-group:/waybill/*', 'log-group:aws-waf-logs-waybill-*', `log-group:/aws/lambda/${OURS}`],
  },
  {
    types: 'AWS::Logs::',
    actions: ['logs:*LogDelivery*', 'logs:*ResourcePolic*', 'logs:DescribeLogGroups'],
    resources: ['*'],
  },
  { types: 'AWS::Pipes::', actions: ['pipes:*'], resources: [`pipe/${OURS}`] },
  {
    types: 'AWS::Route53::',
    actions: ['route53:ChangeResourceRecordSets', 'route53:Get*', 'route53:List*'],
    resources: ['*'],
  },
  { types: 'AWS::S3::', actions: ['s3:*'], resources: [OURS], named: 'neither' },
  { types: 'AWS::SNS::', actions: ['sns:*'], resources: [OURS] },
  { types: 'AWS::SQS::', actions: ['sqs:*'], resources: [OURS] },
  { types: 'AWS::Scheduler::', actions: ['scheduler:*'], resources: [`schedule-group/${OURS}`, 'schedule/*'] },
  { types: 'AWS::SecretsManager::', actions: ['secretsmanager:*'], resources: ['secret:waybill/*'] },
  { types: 'AWS::SecretsManager::', actions: ['secretsmanager:GetRandomPassword'], resources: ['*'] },
  { types: 'AWS::WAFv2::', actions: ['wafv2:*'], resources: ['*'] },
]
