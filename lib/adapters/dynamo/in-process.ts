import { EventEmitter } from 'node:events'
import type { Server } from 'node:http'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** The parts of the SDK's requests and answers that the emulator reads and writes. */
interface SdkRequest {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: Uint8Array | string
}

interface SdkResponse {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/**
 * DynamoDB by an emulator in this very process. Its HTTP server is asked without a socket between and without a
 * signature, which it does not check: the two are a third of what a request takes.
 */
export const createInProcessDynamo = (emulator: Server): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: 'http://in-process.invalid',
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    signer: {
      sign: async request => ({ ...request, headers: { ...request.headers, ...UNCHECKED } }),
    },
    requestHandler: {
      handle: async (request: SdkRequest) => ({ response: await ask(emulator, request) }),
    },
  })

/** What the emulator looks at: that a signature has all of its parts. */
const UNCHECKED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20261121T000000Z',
}

const ask = (emulator: Server, { method, path, headers, body = '' }: SdkRequest) =>
  new Promise<SdkResponse>(resolve => {
    const request = Object.assign(new EventEmitter(), { method, url: path, headers: lowerCase(headers) })
    const answered: Record<string, string> = {}
    const response = {
      statusCode: 200,
      setHeader: (name: string, value: unknown) => {
        answered[name.toLowerCase()] = String(value)
      },
      end: (text = '') => {
        resolve({ statusCode: response.statusCode, headers: answered, body: new Uint8Array(Buffer.from(text)) })
      },
    }
    emulator.emit('request', request, response)
    request.emit('data', bufferOf(body))
    request.emit('end')
  })

const lowerCase = (headers: SdkRequest['headers']) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

const bufferOf = (body: Uint8Array | string) =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
