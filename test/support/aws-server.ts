import { createServer } from 'node:http'
import { close, listen } from '../../lib/local/http-server.ts'

/** A request as an AWS SDK made it, without what changes each time (time, signature, user agent). */
export interface AwsRequest {
  readonly method: string
  readonly path: string
  /** Operation, where a header names it, for example `AWSEvents.PutEvents`. */
  readonly target: string | undefined
  readonly body: unknown
}

export interface AwsAnswer {
  readonly status?: number
  readonly type?: string
  /** An object becomes JSON. */
  readonly body?: object | string
}

/** An AWS service that records what the real SDK sends, and answers as it is told. */
export const startAws = async (answer: (request: AwsRequest) => AwsAnswer) => {
  const requests: AwsRequest[] = []
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const isJson = String(incoming.headers['content-type']).includes('json')
    const request: AwsRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      target: incoming.headers['x-amz-target']?.toString(),
      body: text === '' ? undefined : isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text)),
    }
    requests.push(request)
    const { status = 200, type, body = {} } = answer(request)
    outgoing.writeHead(status, { 'content-type': 'application/json', ...(type && { 'x-amzn-errortype': type }) })
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  const url = await listen(server, 0)
  return {
    url,
    requests,
    /** What a client of the SDK is made with. */
    client: {
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    },
    stop: () => close(server),
  }
}
