import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

/** SNS refuses a longer subject, and one with line breaks. */
const LONGEST_SUBJECT = 100

/** Publishes a text for people; attributes are what a subscriber's filter policy lets through. */
export type PublishText = (
  subject: string,
  lines: readonly string[],
  attributes: Readonly<Record<string, string>>,
) => Promise<void>

/** Texts to an SNS topic, for e-mail and other subscribers. */
export const createSnsTopic =
  (sns: SNSClient, topicArn: string): PublishText =>
  async (subject, lines, attributes) => {
    const oneLine = subject.replace(/[^\x20-\x7e]+/g, ' ')
    await sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: oneLine.length > LONGEST_SUBJECT ? `${oneLine.slice(0, LONGEST_SUBJECT - 3)}...` : oneLine,
        Message: lines.join('\n'),
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        ),
      }),
    )
  }

/** The same with a client of its own. */
export const openSnsTopic = (topicArn: string): PublishText =>
  createSnsTopic(limited(new SNSClient(AWS_LIMITS), 'SNS'), topicArn)
