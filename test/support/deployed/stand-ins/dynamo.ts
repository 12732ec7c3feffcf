import { EventEmitter } from 'node:events'
import dynalite from 'dynalite'
import type { AwsRequest } from '../requests.ts'
import type { AwsAnswer } from './answer.ts'

/** DynamoDB by dynalite, asked without a socket between. */
export const createDynamo = () => {
  const emulator = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  const answer = ({ method, headers, body }: Pick<AwsRequest, 'method' | 'headers' | 'body'>) =>
    new Promise<AwsAnswer>(resolve => {
      const request = Object.assign(new EventEmitter(), { method, url: '/', headers })
      const sent: Record<string, string> = {}
      const response = {
        statusCode: 200,
        setHeader: (name: string, value: unknown) => {
          sent[name.toLowerCase()] = String(value)
        },
        end: (text = '') => resolve({ status: response.statusCode, headers: sent, body: text }),
      }
      emulator.emit('request', request, response)
      request.emit('data', body)
      request.emit('end')
    })
  return { answer }
}
