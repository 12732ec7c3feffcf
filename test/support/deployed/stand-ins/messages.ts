import { createHash, randomUUID } from 'node:crypto'
import { type AwsRequest, jsonOf } from '../requests.ts'
import { type AwsAnswer, json, xml } from './answer.ts'

/** What went to queues, topics and buses, oldest first. */
export const createMessages = () => {
  const queues = new Map<string, { readonly id: string; readonly body: string }[]>()
  const published: URLSearchParams[] = []
  const events: { readonly DetailType: string; readonly Detail: string }[] = []
  const calls = new Set<unknown>()
  /**
   * Whether an SDK sends a call again whose answer was too late for it, as on a busy machine. AWS takes that twice, which
   * shows nothing of Waybill: what counts here is how often it asks.
   */
  const isSentAgain = ({ headers }: AwsRequest) => {
    const call = headers['amz-sdk-invocation-id']
    const isKnown = calls.has(call)
    calls.add(call)
    return isKnown
  }
  const send = (queueUrl: string, body: string) => {
    const id = randomUUID()
    queues.set(queueUrl, [...(queues.get(queueUrl) ?? []), { id, body }])
    return id
  }
  return {
    published,
    events,
    send,
    /** Takes everything out of a queue. */
    take: (queueUrl: string) => {
      const taken = queues.get(queueUrl) ?? []
      queues.delete(queueUrl)
      return taken
    },
    sqs: (request: AwsRequest): AwsAnswer => {
      const { QueueUrl, MessageBody } = jsonOf(request)
      const MessageId = send(QueueUrl, MessageBody)
      return json({ MessageId, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') })
    },
    sns: (request: AwsRequest): AwsAnswer => {
      if (!isSentAgain(request)) published.push(new URLSearchParams(request.body.toString()))
      const result = `<PublishResult><MessageId>${randomUUID()}</MessageId></PublishResult>`
      return xml(`<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${result}</PublishResponse>`)
    },
    eventBridge: (request: AwsRequest): AwsAnswer => {
      const { Entries } = jsonOf(request)
      if (!isSentAgain(request)) events.push(...Entries)
      return json({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: randomUUID() })) })
    },
  }
}
