import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { resultOf } from '../../lib/http/kit/exchange.ts'
import { serveGateway } from '../../lib/local/gateway.ts'
import type { RunningServer } from '../../lib/local/http-server.ts'
import { readQueryAnswer } from '../support/query-answer.ts'
import { openSocket } from '../support/raw-socket.ts'

const LOCAL = { team: 'local', principal: 'this machine', role: 'member' } as const

let gateway: RunningServer
let event: APIGatewayProxyEvent
let flushed: () => Promise<void> = async () => undefined
beforeAll(async () => {
  const echo = async (received: APIGatewayProxyEvent) => {
    event = received
    if (received.headers['x-fail']) throw new Error('a bug')
    return resultOf({ status: 200, body: Uint8Array.of(0, 255) }, received.requestContext.requestId)
  }
  gateway = await serveGateway(
    {
      handlers: {
        'submit-jobs': echo,
        'manage-jobs': echo,
        'look-up-jobs': echo,
        'query-api': echo,
        'manage-checks': echo,
        'manage-teams': echo,
        'manage-subscriptions': echo,
        console: echo,
      },
      authorizer: { callerOf: async () => LOCAL },
      names: { hosts: [], origins: ['https://console.example'] },
      flushed: () => flushed(),
      newId: () => 'id-1',
      clock: () => new Date(0),
      log: { info: () => undefined, error: () => undefined },
    },
    0,
  )
})
afterAll(() => gateway.stop())

describe('the gateway', () => {
  it('gives the function the event that API Gateway would', async () => {
    await fetch(`${gateway.url}/v1/jobs?jobType=Import&a=1&a=b%20c&empty=`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: Buffer.from([0xff, 0x00]),
    })

    expect(event).toMatchObject({
      resource: '/v1/jobs',
      path: '/v1/jobs',
      httpMethod: 'POST',
      headers: { 'content-type': 'text/plain' },
      queryStringParameters: { jobType: 'Import', a: 'b c', empty: '' },
      multiValueQueryStringParameters: { jobType: ['Import'], a: ['1', 'b c'], empty: [''] },
      body: '/wA=',
      isBase64Encoded: true,
      requestContext: { requestId: 'id-1', path: '/v1/jobs', authorizer: LOCAL },
    })
  })

  describe('answers', () => {
    afterEach(() => {
      flushed = async () => undefined
    })

    it('once what the function has stored is flushed, and not before', async () => {
      const steps: string[] = []
      const flush = Promise.withResolvers<void>()
      const called = Promise.withResolvers<void>()
      flushed = async () => {
        called.resolve()
        await flush.promise
        steps.push('flushed')
      }
      const answered = fetch(`${gateway.url}/v1/jobs/AB123`).then(({ status }) => void steps.push(`answered ${status}`))
      await called.promise
      await fetch(`${gateway.url}/v1/none`).then(({ status }) => void steps.push(`another answered ${status}`))
      flush.resolve()
      await answered

      expect(steps).toEqual(['another answered 404', 'flushed', 'answered 200'])
    })

    it('that it failed, where the flush does', async () => {
      flushed = () => Promise.reject(new Error('EIO: i/o error, fdatasync'))
      const answer = await fetch(`${gateway.url}/v1/jobs/AB123`)

      expect(answer.status).toBe(500)
      expect(await answer.json()).toMatchObject({ code: 'INTERNAL_ERROR' })
    })
  })

  it('decodes what stands in the path', async () => {
    await fetch(`${gateway.url}/v1/jobs/A%20B%2F%C3%BC/signature`)

    expect(event).toMatchObject({
      resource: '/v1/jobs/{jobId}/signature',
      pathParameters: { jobId: 'A B/ü' },
      body: null,
      isBase64Encoded: false,
    })
  })

  it('gives bytes back as they are', async () => {
    const answer = await fetch(`${gateway.url}/v1/jobs/AB123/signature`)

    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(Uint8Array.of(0, 255))
  })

  it.each([
    ['GET', '/v1/nowhere', 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/v1/jobs/AB123/', 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/v1/jobs/', 404, 'ROUTE_NOT_FOUND'],
    ['DELETE', '/v1/jobs/AB123', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/v1/jobs/%ZZ', 400, 'URL_MALFORMED'],
    ['GET', '/v1/jobs/%ff', 400, 'URL_MALFORMED'],
    ['GET', '/v1/jobs/AB123?a=%', 400, 'URL_MALFORMED'],
    ['GET', '/v1/jobs/AB123/signature?__proto__=%E0%A4%A', 400, 'URL_MALFORMED'],
  ])('%s %s is a problem: %i %s', async (method, target, status, code) => {
    const answer = await fetch(`${gateway.url}${target}`, { method })

    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status, code, requestId: 'id-1' })
  })

  it.each([
    ['/v1/jobs/', 'Leave out the slash at its end: /v1/jobs.'],
    ['/v1/job', 'Did you mean POST, GET /v1/jobs? GET /v1/openapi.json lists every route.'],
    ['/v1/jobs/AB123/signatur', 'Did you mean GET /v1/jobs/{jobId}/signature?'],
    ['/V1/Jobs', 'Did you mean POST, GET /v1/jobs?'],
    [`/${'v1/'.repeat(500)}`, 'does not exist. GET /v1/openapi.json lists every route.'],
    ['/favicon.ico', 'does not exist. GET /v1/openapi.json lists every route.'],
  ])('suggests for %s what was meant, and not all that there is', async (target, advice) => {
    const { detail } = (await (await fetch(`${gateway.url}${target}`)).json()) as { detail: string }

    expect(detail).toContain(advice)
    expect(detail.length).toBeLessThan(200 + target.length)
  })

  it('answers HEAD as it answers GET, without the body', async () => {
    const answer = await fetch(`${gateway.url}/v1/jobs/AB123/signature`, { method: 'HEAD' })

    expect(event).toMatchObject({ httpMethod: 'HEAD', resource: '/v1/jobs/{jobId}/signature' })
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '2'])
    expect((await answer.arrayBuffer()).byteLength).toBe(0)
  })

  it('answers OPTIONS with the methods that a path takes, and nothing else', async () => {
    const answer = await fetch(`${gateway.url}/v1/jobs`, { method: 'OPTIONS' })

    expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'POST, GET, HEAD, OPTIONS'])
    expect(answer.headers.has('content-type')).toBe(false)
    expect(answer.headers.has('content-length')).toBe(false)
    expect((await fetch(`${gateway.url}/v1/nowhere`, { method: 'OPTIONS' })).status).toBe(404)
  })

  it('shows with Allow which methods a path takes', async () => {
    const answer = await fetch(`${gateway.url}/v1/jobs`, { method: 'PUT', body: 'a' })

    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS')
  })

  it('refuses a body that API Gateway would not take, and closes the connection', async () => {
    const answer = await fetch(`${gateway.url}/v1/jobs`, { method: 'POST', body: Buffer.alloc(11 * 1024 * 1024) })

    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ code: 'BODY_TOO_LARGE' })
  })

  it('answers a function that throws with a plain 500', async () => {
    const answer = await fetch(`${gateway.url}/v1/health`, { headers: { 'X-Fail': '1' } })

    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('a bug')
  })

  it('outlives a caller that goes away half-way', async () => {
    const socket = await openSocket(gateway.url)
    socket.write('POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nmanifest', () =>
      socket.destroy(),
    )
    await socket.ended

    expect((await fetch(`${gateway.url}/v1/health`)).status).toBe(200)
  })

  /** What comes back for bytes as they are. */
  const answerTo = async (bytes: string) => {
    const socket = await openSocket(gateway.url)
    socket.write(bytes)
    await socket.ended
    const [head = '', body = ''] = socket.received().split('\r\n\r\n')
    const [, status] = /^HTTP\/1\.1 (\d+)/.exec(head) ?? []
    const [, type = ''] = /content-type: (.*)/i.exec(head) ?? []
    return { status: Number(status), type, body }
  }
  const HEAD = 'HTTP/1.1\r\nHost: localhost\r\n'
  const LONG = 'a'.repeat(230_000)

  it.each([
    ['/v1/jobs', `GET /v1/jobs ${HEAD}A: ${LONG}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    ['/v1/jobs', `POST /v1/jobs ${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400, 'REQUEST_MALFORMED'],
    ['/v1/jobs', 'GET /v1/jobs HTTP/1.1\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    ['/v1/jobs', `GET /v1/jobs?a=${LONG} ${HEAD}\r\n`, 431, 'HEADERS_TOO_LARGE'],
  ])('refuses at %s with a problem what its HTTP server refuses: %#', async (instance, bytes, status, code) => {
    const answer = await answerTo(bytes)

    expect(answer).toMatchObject({ status, type: 'application/problem+json' })
    expect(JSON.parse(answer.body)).toMatchObject({ status, code, instance, requestId: 'id-1' })
  })

  it.each([
    ['an address that is too long', `GET /?Manifest=${LONG} ${HEAD}\r\n`, 431, 'RequestHeaderSectionTooLarge'],
    ['a header that is too long', `POST / ${HEAD}A: ${LONG}\r\n\r\n`, 431, 'RequestHeaderSectionTooLarge'],
    ['an address that is not even read', `GET /?${LONG.repeat(5)} ${HEAD}\r\n`, 431, 'RequestHeaderSectionTooLarge'],
    ['a broken body', `POST / ${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400, 'MalformedHttpRequestException'],
    ['two Hosts', `POST / ${HEAD}Host: b\r\nContent-Length: 0\r\n\r\n`, 400, 'MalformedHttpRequestException'],
    ['what is no HTTP', '\0\x01binary\r\n\r\n', 400, 'MalformedHttpRequestException'],
  ])('refuses at the Query endpoint in XML what its HTTP server refuses: %s', async (_, bytes, status, code) => {
    const answer = await answerTo(bytes)

    expect(answer).toMatchObject({ status, type: 'text/xml' })
    expect(readQueryAnswer(answer.body).fault).toMatchObject({ Type: 'Sender', Code: code })
  })

  it('gives the Query endpoint a manifest of 64 KB in the address, each of its bytes percent-encoded', async () => {
    const answer = await fetch(`${gateway.url}/?Manifest=${'%0A'.repeat(64 * 1024)}`)

    expect(answer.status).toBe(200)
    expect(event.multiValueQueryStringParameters).toEqual({ Manifest: ['\n'.repeat(64 * 1024)] })
  })
})

describe('the gateway before the Query API', () => {
  it('gives the function what was sent, byte for byte, and where', async () => {
    const body = 'Action=ListJobs&a=%c3%BC+%20\r\n'
    await fetch(`${gateway.url}/?Operation=ListJobs&x=1+%2B&x=2`, { method: 'POST', body })

    expect(event).toMatchObject({
      resource: '/',
      httpMethod: 'POST',
      headers: { host: new URL(gateway.url).host },
      multiValueQueryStringParameters: { Operation: ['ListJobs'], x: ['1 +', '2'] },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
      requestContext: { path: '/' },
    })
  })

  it.each([
    ['a method', 405, 'MethodNotAllowed', () => fetch(gateway.url, { method: 'DELETE' })],
    ['a URL', 404, 'MalformedQueryString', () => fetch(`${gateway.url}/?a=%ff`)],
    [
      'a body',
      413,
      'RequestEntityTooLarge',
      () => fetch(gateway.url, { method: 'POST', body: Buffer.alloc(11 * 1024 * 1024) }),
    ],
    ['a bug', 500, 'InternalFailure', () => fetch(gateway.url, { headers: { 'X-Fail': '1' } })],
  ] as const)('refuses %s in XML', async (_, status, code, ask) => {
    const answer = await ask()

    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('text/xml')
    expect(answer.headers.get('x-amzn-requestid')).toBe('id-1')
    expect(await answer.text()).toContain(`<Code>${code}</Code>`)
  })
})
