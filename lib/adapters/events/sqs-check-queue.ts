import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { CheckQueue } from '../../checks/ports.ts'

/** Tasks as messages of an SQS queue, which `run-check` works through. */
export const createSqsCheckQueue = (sqs: SQSClient, queueUrl: string): CheckQueue => ({
  add: async task => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(task) }))
  },
})
