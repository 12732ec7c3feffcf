import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { createQueryService, type QueryServiceOptions } from '../../../lib/adapters/service/query-service.ts'
import type { Service, ServiceCall } from '../../../lib/jobs/service.ts'
import { ServiceFailure } from '../../../lib/jobs/service-failure.ts'
import { close, listen } from '../../../lib/local/http-server.ts'
import { receive } from '../../../lib/query-api/authentication.ts'
import { isFault } from '../../../lib/query-api/faults.ts'
import { readAuthentication, verify } from '../../../lib/query-api/verify.ts'
import { holdTimers } from '../../support/held-time.ts'
import { AMPLE_MS } from '../../support/patience.ts'
import {
  LIVE_CANCEL_JOB,
  LIVE_CREATE_JOB,
  LIVE_FAULT,
  LIVE_GET_STATUS,
  LIVE_LIST_JOBS,
  LIVE_UPDATE_JOB,
  MODEL_SHIPPING_LABEL,
  MODEL_UPDATE_JOB,
} from '../../vectors/live-answers.ts'

const KEY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const NOW = new Date('2026-11-21T10:00:00.250Z')
const CALL: ServiceCall = { credentials: KEY, startedAt: NOW, deadline: new Date(NOW.getTime() + AMPLE_MS) }
const MANIFEST = 'trueCryptPassword:hunter2\r\nname:J & \u00FC + %\n'
const CREATE = { jobType: 'Import', manifest: MANIFEST, validateOnly: false } as const
const LIVE_JOB = LIVE_CREATE_JOB.replaceAll('-VALIDATE-ONLY', '')

interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  jest.useRealTimers()
  for (const stop of stops.splice(0)) await stop()
})

/** A service that answers as a test says, and the requests that it got. */
const serve = async (
  answer: (outgoing: ServerResponse, seen: Seen) => unknown,
  options: Partial<QueryServiceOptions> = {},
) => {
  const requests: Seen[] = []
  const server = createHttpServer(async (incoming, outgoing) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const { method = '', url: path = '', headers } = incoming
    const seen = { method, path, headers, body: Buffer.concat(chunks) }
    requests.push(seen)
    answer(outgoing, seen)
  })
  const url = await listen(server, 0)
  stops.push(() => {
    server.closeAllConnections()
    return close(server)
  })
  return { service: serviceAt(url, options), requests, url }
}

/** Something that listens but speaks no HTTP. */
const serveTcp = async (accept: (socket: Socket) => void) => {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createTcpServer(socket => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    accept(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise(resolve => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  return { port: address.port, connections: () => connections }
}

const serviceAt = (url: string, options: Partial<QueryServiceOptions> = {}): Service =>
  createQueryService({
    endpoint: new URL(url),
    signatureVersion: 2,
    callTimeoutMs: AMPLE_MS,
    clock: () => NOW,
    ...options,
  })

const failureOf = async (result: Promise<unknown>): Promise<ServiceFailure> => {
  try {
    await result
  } catch (error) {
    if (error instanceof ServiceFailure) return error
    throw error
  }
  throw new Error('It did not fail')
}

const verified = ({ method, path, headers, body }: Seen, now: Date) => {
  const one = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  const authentication = readAuthentication(receive({ method, path, query: '', headers: one, body }))
  if (isFault(authentication)) return authentication
  const key = { ...KEY, sessionToken: authentication.sessionToken }
  return verify(authentication, key, now)
}

describe('a call', () => {
  it.each([2, 4] as const)('is a signed POST with the manifest as it is (version %i)', async signatureVersion => {
    const { service, requests } = await serve(outgoing => outgoing.end(LIVE_JOB), { signatureVersion })
    await service.createJob(CREATE, CALL)

    const [seen] = requests
    if (!seen) throw new Error('Nothing was sent')
    const outcome = verified(seen, NOW)
    expect(seen).toMatchObject({ method: 'POST', path: '/' })
    expect(seen.headers['content-type']).toBe('application/x-www-form-urlencoded; charset=utf-8')
    expect(!isFault(outcome) && Object.fromEntries(outcome.params)).toMatchObject({
      Action: 'CreateJob',
      Version: '2010-06-01',
      JobType: 'Import',
      Manifest: MANIFEST,
      ValidateOnly: 'false',
    })
  })

  it.each([2, 4] as const)('carries the session token (version %i)', async signatureVersion => {
    const { service, requests } = await serve(outgoing => outgoing.end(LIVE_JOB), { signatureVersion })
    await service.createJob(CREATE, { ...CALL, credentials: { ...KEY, sessionToken: 'token==' } })

    const [seen] = requests
    expect(seen && verified(seen, NOW)).not.toHaveProperty('code')
    expect(`${seen?.headers['x-amz-security-token']} ${seen?.body}`).toMatch(/token==|SecurityToken=token%3D%3D/)
  })

  it('expires with its deadline, in whole seconds, in version 2', async () => {
    const { service, requests } = await serve(outgoing => outgoing.end(LIVE_JOB))
    await service.createJob(CREATE, CALL)

    const form = new URLSearchParams(String(requests[0]?.body))
    expect(form.get('Expires')).toBe('2026-11-21T10:10:01Z')
    expect(form.get('SignatureMethod')).toBe('HmacSHA256')
    expect(form.has('Timestamp')).toBe(false)
    expect(service.acceptableUntil(CALL)).toEqual(new Date('2026-11-21T10:10:01Z'))
    expect(service.acceptableUntil({ ...CALL, deadline: new Date('2026-11-21T10:00:20Z') })).toEqual(
      new Date('2026-11-21T10:00:20Z'),
    )
  })

  it('counts from its start, whenever it is sent, in version 4', async () => {
    const options = { signatureVersion: 4, clock: () => new Date('2026-11-21T10:00:15Z') } as const
    const { service, requests } = await serve(outgoing => outgoing.end(LIVE_JOB), options)
    await service.createJob(CREATE, CALL)

    expect(requests[0]?.headers['x-amz-date']).toBe('20261121T100000Z')
    expect(requests[0]?.headers.authorization).toContain('/20261121/us-east-1/IngestionService/aws4_request')
    expect(service.acceptableUntil(CALL)).toEqual(new Date('2026-11-21T10:15:00.250Z'))
  })

  it('is never started after its deadline', async () => {
    const { service, requests } = await serve(outgoing => outgoing.end(LIVE_JOB))

    expect(await failureOf(service.createJob(CREATE, { ...CALL, deadline: NOW }))).toMatchObject({ kind: 'not-sent' })
    expect(requests).toEqual([])
  })
})

describe('an answer', () => {
  it('of the live service to CreateJob is read as it was meant, pretty-printed or not', async () => {
    const { service } = await serve(outgoing => outgoing.end(LIVE_CREATE_JOB))

    expect(await service.createJob({ ...CREATE, validateOnly: true }, CALL)).toEqual({
      jobId: '45HFS-VALIDATE-ONLY',
      signature: '/dxgK27c8++SFiZLLaIvHt4Oy4k=',
      signatureFileContents:
        'version:2.0\nsigningMethod:HmacSHA1\njobId:45HFS-VALIDATE-ONLY\nsignature:/dxgK27c8++SFiZLLaIvHt4Oy4k=\n',
      shippingAddress:
        'AWS Import/Export C/O Dynamex\nJOBID 65PXQ-VALIDATE-ONLY\n7664-A Fullerton Road\nSpringfield, VA 22153',
      warnings: [],
      artifacts: [],
    })
  })

  it('leaves the SIGNATURE byte for byte as it is where it was not pretty-printed', async () => {
    const contents = ' version:2.0\n  signature:x=\n\n '
    const xml = `<CreateJobResponse><CreateJobResult><JobId>ABCDE</JobId><SignatureFileContents>${contents}</SignatureFileContents><WarningMessage>w</WarningMessage><ArtifactList><member><URL>u</URL></member></ArtifactList></CreateJobResult></CreateJobResponse>`
    const { service } = await serve(outgoing => outgoing.end(xml))

    expect(await service.createJob(CREATE, CALL)).toEqual({
      jobId: 'ABCDE',
      signatureFileContents: contents,
      warnings: ['w'],
      artifacts: [{ description: '', url: 'u' }],
    })
  })

  it('of the live service to GetStatus is read field by field', async () => {
    const { service, requests } = await serve(outgoing => outgoing.end(LIVE_GET_STATUS))

    expect(await service.getStatus('ABC-123', CALL)).toEqual({
      jobId: 'ABC-123',
      jobType: 'Import',
      signature: 'D6j+YqwmWiVXQzuy5Bu0lxehI3E=',
      signatureFileContents: expect.stringMatching(/^version:2\.0\n.*hI3E=\n$/s),
      warnings: [],
      artifacts: [],
      locationCode: 'NotReceived',
      locationMessage: 'AWS has not received your device.',
      progressCode: 'Pending',
      progressMessage: 'The specified job has not started.',
      errorCount: 0,
      currentManifest: 'manifestVersion: 2.0\nbucket: import-export-bucket\neraseDevice: no\n',
      createdAt: '2010-09-21T16:22:10.000Z',
    })
    expect(new URLSearchParams(String(requests[0]?.body)).get('JobId')).toBe('ABC-123')
  })

  it("of the live service to ListJobs is read with the service's own time", async () => {
    const { service, requests } = await serve(outgoing =>
      outgoing.setHeader('Date', 'Sat, 21 Nov 2026 10:00:05 GMT').end(LIVE_LIST_JOBS),
    )

    expect(await service.listJobs({ maxJobs: 2, marker: 'ZZZZZ' }, CALL)).toEqual({
      jobs: [
        { jobId: 'ADP7B', jobType: 'Import', createdAt: '2010-04-21T22:21:51.000Z', cancelled: false },
        { jobId: 'AVEYF', jobType: 'Import', createdAt: '2010-04-21T22:19:05.000Z', cancelled: false },
      ],
      truncated: true,
      serviceTime: new Date('2026-11-21T10:00:05Z'),
    })
    expect(Object.fromEntries(new URLSearchParams(String(requests[0]?.body)))).toMatchObject({
      MaxJobs: '2',
      Marker: 'ZZZZZ',
    })
  })

  it('to ListJobs counts as old as the call, for the list may have been made at its start', async () => {
    let now = NOW.getTime()
    const { service } = await serve(
      outgoing => {
        now += 3000
        outgoing.setHeader('Date', 'Sat, 21 Nov 2026 10:00:05 GMT').end(LIVE_LIST_JOBS)
      },
      { clock: () => new Date(now) },
    )

    expect((await service.listJobs({}, CALL)).serviceTime).toEqual(new Date('2026-11-21T10:00:02Z'))
  })
})

describe('a fault', () => {
  it('is one if it is a 4xx with a fault, its code as on the wire', async () => {
    const { service } = await serve(outgoing => outgoing.writeHead(400).end(LIVE_FAULT))

    expect(await failureOf(service.getStatus('foobar', CALL))).toMatchObject({
      kind: 'refused',
      fault: {
        code: 'InvalidJobIdException',
        message: 'No such job foobar for your account',
        requestId: '83281264-b7f8-11e2-a9e1-3f6477e78873',
      },
    })
  })

  it('is one if the front end gave it, throttling too', async () => {
    const xml = '<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>'
    const { service } = await serve(outgoing => outgoing.writeHead(400).end(xml))

    expect(await failureOf(service.createJob(CREATE, CALL))).toMatchObject({
      kind: 'refused',
      fault: { code: 'Throttling', message: 'Rate exceeded' },
    })
  })
})

describe('an answer that could not be read', () => {
  const page = (jobs: string) =>
    `<ListJobsResponse><ListJobsResult><Jobs>${jobs}</Jobs><IsTruncated>false</IsTruncated></ListJobsResult></ListJobsResponse>`
  const created = (jobId: string) =>
    `<CreateJobResponse><CreateJobResult><JobId>${jobId}</JobId></CreateJobResult></CreateJobResponse>`

  it.each<[string, (outgoing: ServerResponse) => unknown]>([
    ['a 500 with a fault', outgoing => outgoing.writeHead(500).end(LIVE_FAULT)],
    [
      'a 400 for a copy of a request, of which the first may have made a job',
      outgoing => outgoing.writeHead(400).end(LIVE_FAULT.replace(/<Code>.*<\/Code>/, '<Code>DuplicateRequest</Code>')),
    ],
    ['a 503 with a fault that sounds like one of the request', outgoing => outgoing.writeHead(503).end(LIVE_FAULT)],
    ['a 400 of something else', outgoing => outgoing.writeHead(400).end('{"message":"Bad Request"}')],
    ['a 302', outgoing => outgoing.writeHead(302, { Location: '/elsewhere' }).end()],
    ['a 204', outgoing => outgoing.writeHead(204).end()],
    ['nothing', outgoing => outgoing.end()],
    ['a page of HTML', outgoing => outgoing.end('<html><body>Welcome</body></html>')],
    ['a fault with status 200', outgoing => outgoing.end(LIVE_FAULT)],
    ['an answer to another operation', outgoing => outgoing.end(LIVE_LIST_JOBS)],
    ['half an answer', outgoing => outgoing.end(LIVE_JOB.slice(0, 300))],
    ['an answer that breaks off', outgoing => breakOff(outgoing)],
    ['an answer without end', outgoing => outgoing.end('x'.repeat(2 * 1024 * 1024))],
    ['bytes that are no UTF-8', outgoing => outgoing.end(Buffer.from([0xff, 0xfe]))],
    ['no job ID', outgoing => outgoing.end('<CreateJobResponse><CreateJobResult/></CreateJobResponse>')],
    ['a job ID that is a path', outgoing => outgoing.end(created('../../etc'))],
    ['a job ID without end', outgoing => outgoing.end(created('A'.repeat(1000)))],
    ['a validation in place of a job', outgoing => outgoing.end(LIVE_CREATE_JOB)],
  ])('is unreadable: %s', async (_, answer) => {
    const { service, requests } = await serve(answer)

    expect(await failureOf(service.createJob(CREATE, CALL))).toMatchObject({ kind: 'unreadable' })
    expect(requests).toHaveLength(1)
  })

  it('is unreadable: a job in place of a validation', async () => {
    const { service } = await serve(outgoing => outgoing.end(LIVE_JOB))

    expect(await failureOf(service.createJob({ ...CREATE, validateOnly: true }, CALL))).toMatchObject({
      kind: 'unreadable',
    })
  })

  it.each([
    ['no Date', page(''), undefined],
    ['a Date that is none', page(''), 'today'],
    ['a job without its time', page('<member><JobId>A</JobId><JobType>Import</JobType></member>'), NOW.toUTCString()],
    ['no list', '<ListJobsResponse><ListJobsResult/></ListJobsResponse>', NOW.toUTCString()],
  ])('is unreadable: a list with %s', async (_, xml, date) => {
    const { service } = await serve(outgoing => {
      outgoing.sendDate = false
      if (date) outgoing.setHeader('Date', date)
      outgoing.end(xml)
    })

    expect(await failureOf(service.listJobs({}, CALL))).toMatchObject({ kind: 'unreadable' })
  })

  it('is unreadable: something that is no HTTP', async () => {
    const { port } = await serveTcp(socket => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')))

    const result = serviceAt(`http://127.0.0.1:${port}`).createJob(CREATE, CALL)
    expect(await failureOf(result)).toMatchObject({ kind: 'unreadable' })
  })
})

describe('a call that was never sent', () => {
  it('is distinguished: nothing listens', async () => {
    const { url } = await serve(() => undefined)
    for (const stop of stops.splice(0)) await stop()

    expect(await failureOf(serviceAt(url).createJob(CREATE, CALL))).toMatchObject({ kind: 'not-sent' })
  })

  it('is distinguished: the name is unknown', async () => {
    expect(await failureOf(serviceAt('http://service.invalid').createJob(CREATE, CALL))).toMatchObject({
      kind: 'not-sent',
    })
  })

  it('is distinguished: TLS was not agreed on in time', async () => {
    holdTimers()
    const { port, connections } = await serveTcp(() => void jest.advanceTimersByTime(200))
    const service = serviceAt(`https://127.0.0.1:${port}`, { callTimeoutMs: 200 })

    expect(await failureOf(service.createJob(CREATE, CALL))).toMatchObject({ kind: 'not-sent' })
    expect(connections()).toBe(1)
  })

  it('is distinguished: what listens speaks no TLS', async () => {
    const { url } = await serve(outgoing => outgoing.end(LIVE_JOB))

    expect(await failureOf(serviceAt(url.replace('http:', 'https:')).createJob(CREATE, CALL))).toMatchObject({
      kind: 'not-sent',
    })
  })
})

describe('a call without an answer', () => {
  it('is a timeout when the call has taken too long', async () => {
    holdTimers()
    const { service } = await serve(() => jest.advanceTimersByTime(150), { callTimeoutMs: 150 })

    expect(await failureOf(service.createJob(CREATE, CALL))).toMatchObject({ kind: 'timeout' })
  })

  it('is a timeout at the deadline, if that is earlier', async () => {
    holdTimers()
    const { service } = await serve(() => jest.advanceTimersByTime(150))

    const call = { ...CALL, deadline: new Date(NOW.getTime() + 150) }
    expect(await failureOf(service.createJob(CREATE, call))).toMatchObject({ kind: 'timeout' })
  })

  it('is a timeout when half an answer has come and no more', async () => {
    holdTimers()
    onceAnswered(() => jest.advanceTimersByTime(150))
    const { service } = await serve(
      outgoing => outgoing.writeHead(200, { 'Content-Length': 1000 }).write('<CreateJobResponse>'),
      { callTimeoutMs: 150 },
    )

    expect(await failureOf(service.createJob(CREATE, CALL))).toMatchObject({ kind: 'timeout' })
  })

  it('is none whose answer has arrived when its time is over: a process that was stopped meanwhile reads it first', async () => {
    holdTimers()
    const { service } = await serve(
      outgoing => outgoing.writeHead(200).end(LIVE_JOB, () => jest.advanceTimersByTime(150)),
      { callTimeoutMs: 150 },
    )

    await expect(service.createJob(CREATE, CALL)).resolves.toMatchObject({ jobId: expect.any(String) })
  })

  it('is a timeout when the connection breaks after the request, and it is not sent again', async () => {
    const { service, requests } = await serve(outgoing => outgoing.destroy())

    expect(await failureOf(service.createJob(CREATE, CALL))).toMatchObject({ kind: 'timeout' })
    expect(requests).toHaveLength(1)
  })
})

describe('a failure', () => {
  it('never shows a secret, nor what is in the manifest', async () => {
    const { service, url } = await serve(outgoing => outgoing.writeHead(500).end())
    const failures = [
      await failureOf(service.createJob(CREATE, CALL)),
      await failureOf(serviceAt(url.replace('http:', 'https:')).createJob(CREATE, CALL)),
      await failureOf(serviceAt('http://service.invalid').createJob(CREATE, CALL)),
    ]

    for (const failure of failures) {
      expect(inspect(failure, { depth: 10, showHidden: true })).not.toMatch(/wJalrXUtnFEMI|hunter2/)
    }
  })
})

/** Acts once the client has the head of an answer. */
const onceAnswered = (act: () => void) => {
  const heard = () => {
    unsubscribe('http.client.response.finish', heard)
    setImmediate(act)
  }
  subscribe('http.client.response.finish', heard)
}

const breakOff = (outgoing: ServerResponse) => {
  outgoing.writeHead(200, { 'Content-Length': 10_000 })
  outgoing.write('<CreateJobResponse>', () => outgoing.destroy())
}

describe('the calls that change a job', () => {
  const answering = async (answer: string) => {
    const { service, requests } = await serve(outgoing => outgoing.end(answer))
    const sent = () => {
      const [seen] = requests
      const outcome = seen && verified(seen, NOW)
      if (!outcome || isFault(outcome)) throw new Error('Nothing that could be verified was sent')
      return Object.fromEntries(outcome.params)
    }
    return { service, sent }
  }
  const UPDATE = { ...CREATE, jobId: 'AB123' }

  it('send UpdateJob and read what the live service answered', async () => {
    const { service, sent } = await answering(LIVE_UPDATE_JOB)

    expect(await service.updateJob(UPDATE, CALL)).toEqual({ warnings: [], artifacts: [] })
    expect(sent()).toMatchObject({
      Action: 'UpdateJob',
      JobId: 'AB123',
      JobType: 'Import',
      Manifest: MANIFEST,
      ValidateOnly: 'false',
    })
  })

  it('read the warning and the artifacts of an UpdateJob', async () => {
    const { service } = await answering(MODEL_UPDATE_JOB)

    expect(await service.updateJob(UPDATE, CALL)).toEqual({
      warnings: ['**** Device will be erased before being returned. ****'],
      artifacts: [{ description: 'Sheet & barcode', url: 'https://s3.example/a.pdf?b=1&c=2' }],
    })
  })

  it('send CancelJob and read what the live service answered', async () => {
    const { service, sent } = await answering(LIVE_CANCEL_JOB)

    await expect(service.cancelJob('AB123', CALL)).resolves.toBeUndefined()
    expect(sent()).toMatchObject({ Action: 'CancelJob', JobId: 'AB123' })
  })

  it('send GetShippingLabel with every job and each part of the address that there is', async () => {
    const { service, sent } = await answering(MODEL_SHIPPING_LABEL)
    const sender = { name: 'Jo & Co', street1: '1 \u00FC Street', street2: undefined, country: 'USA' }

    expect(await service.getShippingLabel({ jobIds: ['AB123', 'CD456'], sender }, CALL)).toEqual({
      url: 'https://s3.amazonaws.com/amzn-s3-demo-bucket/shipping-label-EX1ID.pdf',
    })
    const { 'jobIds.member.1': first, 'jobIds.member.2': second, name, street1, country, ...others } = sent()
    expect([first, second, name, street1, country]).toEqual(['AB123', 'CD456', 'Jo & Co', '1 \u00FC Street', 'USA'])
    expect(Object.keys(others)).not.toContain('street2')
  })

  it.each([
    ['updateJob', LIVE_UPDATE_JOB.replace('true', 'false'), (service: Service) => service.updateJob(UPDATE, CALL)],
    ['updateJob', LIVE_CANCEL_JOB, (service: Service) => service.updateJob(UPDATE, CALL)],
    [
      'cancelJob',
      LIVE_CANCEL_JOB.replace(/<Success>.*<\/Success>/, ''),
      (service: Service) => service.cancelJob('A', CALL),
    ],
    [
      'getShippingLabel',
      MODEL_SHIPPING_LABEL.replace(/https:[^<]*/, ''),
      (service: Service) => service.getShippingLabel({ jobIds: ['A'], sender: {} }, CALL),
    ],
  ])('%s takes no answer for done that does not confirm it', async (_, answer, ask) => {
    const { service } = await answering(answer)

    expect((await failureOf(ask(service))).kind).toBe('unreadable')
  })

  it('report an error in the words of the live service', async () => {
    const { service } = await serve(outgoing => outgoing.writeHead(400).end(LIVE_FAULT))

    for (const ask of [service.cancelJob('foobar', CALL), service.updateJob(UPDATE, CALL)]) {
      expect(await failureOf(ask)).toMatchObject({
        kind: 'refused',
        fault: { code: 'InvalidJobIdException', message: 'No such job foobar for your account' },
      })
    }
  })
})
