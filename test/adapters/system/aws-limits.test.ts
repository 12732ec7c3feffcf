import { globSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { SETTLING_MS } from '../../../lib/adapters/dynamo/event-feed.ts'
import { AWS_LIMITS, limited, withinTime } from '../../../lib/adapters/system/aws-limits.ts'
import { COMMAND_AWS_LIMITS } from '../../../lib/adapters/system/distant-aws-limits.ts'
import { close, listen } from '../../../lib/local/http-server.ts'
import { patienceOf } from '../../../lib/local/patience.ts'
import { Unavailable } from '../../../lib/system.ts'
import { holdClock } from '../../support/held-time.ts'
import { AMPLE_MS } from '../../support/patience.ts'

/** What the server does with one request after the other; it answers well to all that come after. */
type Deed = 'stall' | 'stall in the answer' | 'break' | number

type Handler = DynamoDBClient['config']['requestHandler']

describe('a client of AWS', () => {
  let asked = 0
  let url = ''
  const server = createServer((request, response) => {
    request.resume()
    const deed = request.headers['x-deed']
    if (deed === 'stall') return
    if (deed === 'break') return void response.destroy()
    response.setHeader('content-type', 'application/x-amz-json-1.0')
    if (deed === 'stall in the answer') return void response.writeHead(200, { 'content-length': '100' }).write('{')
    if (deed !== undefined) {
      const status = Number(deed)
      return void response
        .writeHead(status, { 'x-amzn-errortype': status < 500 ? 'ValidationException' : 'Fault' })
        .end('{}')
    }
    response.end('{"Item":{"pk":{"S":"x"}}}')
  })
  beforeAll(async () => {
    url = await listen(server, 0)
  })
  afterAll(async () => {
    server.closeAllConnections()
    await close(server)
  })
  beforeEach(() => {
    asked = 0
  })
  afterEach(() => void jest.useRealTimers())

  const { requestHandler } = AWS_LIMITS
  const handlerWith = (limits: object): Handler => new DynamoDBClient({ requestHandler: limits }).config.requestHandler
  /** The real limits, twenty times as hasty, for what is to stall; all else has its time. */
  const hasty = handlerWith({
    ...requestHandler,
    requestTimeout: requestHandler.requestTimeout / 20,
    socketTimeout: requestHandler.socketTimeout / 20,
  })
  const patient = handlerWith({ requestTimeout: AMPLE_MS })
  afterAll(() => {
    hasty.destroy?.()
    patient.destroy?.()
  })
  /** A client whose requests, in turn, are marked for the server with what it is to do. */
  const client = (deeds: readonly Deed[], handlerFor: (deed: Deed | undefined) => Handler) =>
    limited(
      new DynamoDBClient({
        ...AWS_LIMITS,
        requestHandler: {
          ...patient,
          handle: (...[request, options]: Parameters<Handler['handle']>) => {
            const deed = deeds[asked]
            asked += 1
            if (deed !== undefined) request.headers['x-deed'] = String(deed)
            return handlerFor(deed).handle(request, options)
          },
        },
        endpoint: url,
        region: 'us-east-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      }),
      'DynamoDB',
    )
  const get = () => new GetItemCommand({ TableName: 't', Key: { pk: { S: 'x' } } })
  const ask = (...deeds: readonly Deed[]) =>
    client(deeds, deed => (String(deed).startsWith('stall') ? hasty : patient)).send(get())

  it.each<readonly Deed[]>([['stall'], ['stall', 'stall'], ['stall in the answer'], ['break'], [503], [500, 'stall']])(
    'is answered although %s comes first',
    async (...deeds) => {
      expect((await ask(...deeds)).Item).toEqual({ pk: { S: 'x' } })
      expect(asked).toBe(deeds.length + 1)
    },
  )

  it.each<readonly Deed[]>([
    ['stall', 'stall', 'stall'],
    ['break', 'break', 'break'],
    [503, 503, 503],
  ])('gives up after three times %s, and reports that it may be well later', async (...deeds) => {
    await expect(ask(...deeds)).rejects.toThrow(Unavailable)
    expect(asked).toBe(3)
  })

  it('hands on what AWS refuses, as it is', async () => {
    await expect(ask(400)).rejects.toMatchObject({ name: 'ValidationException' })
    expect(asked).toBe(1)
  })

  it('asks for no longer than the work has time, and not at all after that', async () => {
    const ends = Date.now()
    holdClock(ends - 50)
    const stalled = client(['stall', 'stall', 'stall'], () => patient)

    await withinTime(50, async () => {
      await expect(stalled.send(get())).rejects.toThrow(Unavailable)
      jest.setSystemTime(ends)
      await expect(stalled.send(get())).rejects.toThrow(Unavailable)
    })
    expect(asked).toBe(1)
  })
})

describe('every client of AWS in the product', () => {
  const made = globSync(['lib/**/*.ts', 'lambdas/**/*.ts']).flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(/(limited\(\s*)?new (\w+Client)\(([^)]*)/g)].map(
      ([, wrapper, name = '', options = '']) => ({ file, name, isLimited: wrapper !== undefined, options }),
    ),
  )

  it('has the limits', () => {
    const remote = made.filter(
      ({ options }) => !options.includes('endpoint: localEndpoint') && !options.includes('in-process'),
    )

    expect(remote.length).toBeGreaterThanOrEqual(8)
    expect(remote.filter(({ isLimited, options }) => !isLimited || !options.includes('AWS_LIMITS'))).toEqual([])
  })

  it('is done with all attempts at storing an event before the feed counts it as final, from a command and from one machine too', () => {
    for (const { maxAttempts, requestHandler } of [AWS_LIMITS, COMMAND_AWS_LIMITS, patienceOf(600).aws]) {
      const { connectionTimeout, requestTimeout } = requestHandler

      expect(requestTimeout).toBeGreaterThan(connectionTimeout)
      expect(maxAttempts * requestTimeout).toBeLessThanOrEqual(SETTLING_MS - 5_000)
    }
  })

  it('waits as long on one machine as in a function, where nothing is set', () => {
    const { connectionTimeout, requestTimeout } = AWS_LIMITS.requestHandler

    expect(patienceOf(6).aws.requestHandler).toMatchObject({ connectionTimeout, requestTimeout })
  })

  it('waits a second for a connection, and two or three for an answer', () => {
    const { connectionTimeout, requestTimeout, socketTimeout, throwOnRequestTimeout } = AWS_LIMITS.requestHandler

    expect(connectionTimeout).toBe(1_000)
    for (const limit of [requestTimeout, socketTimeout]) {
      expect(limit).toBeGreaterThanOrEqual(2_000)
      expect(limit).toBeLessThanOrEqual(3_000)
    }
    expect(throwOnRequestTimeout).toBe(true)
  })
})
