import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { CheckQueue } from '../../checks/ports.ts'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

/** Tasks as messages of an SQS queue, which `run-check` works through. */
export const createSqsCheckQueue = (sqs: SQSClient, queueUrl: string): CheckQueue => ({
  add: async task => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(task) }))
  },
})

/** The same with a client of its own. */
export const openSqsCheckQueue = (queueUrl: string): CheckQueue =>
  createSqsCheckQueue(limited(new SQSClient(AWS_LIMITS), 'SQS'), queueUrl)
