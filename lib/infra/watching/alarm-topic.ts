import { Annotations, Aws, RemovalPolicy } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'

/** The name of the topic. The depot's stack needs it for its alarms. */
export const alarmTopicName = ({ name }: Stage) => `waybill-${name}-alarms`

/** The services that publish to the topic: alarms, and the budget if the stage has one. */
const publishers = ({ budget }: Stage) => [
  'cloudwatch.amazonaws.com',
  ...(budget === undefined ? [] : ['budgets.amazonaws.com']),
]

/**
 * The topic of alarms, with its key. Both are made in `scope` itself, since their logical IDs must stay. A lean stage has no key:
 * the messages have only names of alarms and figures, and are sent by e-mail.
 */
export const alarmTopic = (scope: Construct, stage: Stage): Topic => {
  const key =
    stage.watching === 'lean'
      ? undefined
      : new Key(scope, 'Key', {
          description: `Waybill ${stage.name}: notices of alarms`,
          enableKeyRotation: true,
          removalPolicy: RemovalPolicy.DESTROY,
        })
  const topic = new Topic(scope, 'Topic', {
    topicName: alarmTopicName(stage),
    enforceSSL: true,
    ...(key && { masterKey: key }),
  })
  for (const service of publishers(stage)) {
    // Only for alarms and budgets of this account. Otherwise those of other accounts could publish here.
    const forUs = {
      principals: [new ServicePrincipal(service)],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }
    // A policy replaces SNS's default policy, so every publisher must be named.
    topic.addToResourcePolicy(new PolicyStatement({ ...forUs, actions: ['sns:Publish'], resources: [topic.topicArn] }))
    // The publishing service encrypts the message, which it cannot do with AWS's own key for topics.
    key?.addToResourcePolicy(
      new PolicyStatement({ ...forUs, actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'] }),
    )
  }
  accept(topic, {
    'Serverless-SNSRedrivePolicy': 'It sends e-mail; an alarm that is not read stays visible in CloudWatch.',
  })
  if (stage.alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(stage.alarmEmail))
  else Annotations.of(topic).addWarningV2('waybill:alarms-without-reader', withoutReader(stage))
  return topic
}

const withoutReader = (stage: Stage) =>
  `The alarms of this stage go to a topic without subscribers. Set "alarmEmail" in stages/${stage.name}.json, or subscribe to the topic ${alarmTopicName(stage)} yourself.`
