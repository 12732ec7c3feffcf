import { beforeEach, describe, expect, it } from '@jest/globals'
import { createEndpoint, type EndpointRequest, type Signer } from '../../lib/query-api/endpoint.ts'
import { fault } from '../../lib/query-api/faults.ts'
import { encodeForm } from '../../lib/query-api/form.ts'
import { sign } from '../../lib/query-api/sign-v2.ts'

const NOW = new Date('2026-11-21T10:00:00Z')
const KEY = { secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'

const cancelled: string[] = []
const signers: Signer[] = []
beforeEach(() => {
  cancelled.splice(0)
  signers.splice(0)
})

const endpoint = createEndpoint(
  {
    keys: { find: async (id: string) => (id === ACCESS_KEY_ID ? KEY : undefined) },
    clock: () => NOW,
    newId: () => 'request-1',
    log: { error: () => undefined },
  },
  {
    CancelJob: async (_deps, { JobId }, signer) => {
      cancelled.push(JobId)
      signers.push(signer)
      return { Success: true }
    },
    ListJobs: async () => ({ Jobs: [], IsTruncated: false }),
  },
)

const signed = (params: Readonly<Record<string, string>>) => {
  const unsigned = { method: 'POST', host: 'depot', path: '/', params: new Map(Object.entries(params)) }
  return encodeForm(sign(unsigned, { ...KEY, accessKeyId: ACCESS_KEY_ID, time: { timestamp: NOW } }))
}
const post = (body: string, query = '', overrides: Partial<EndpointRequest> = {}) =>
  endpoint({
    method: 'POST',
    path: '/',
    query,
    headers: { host: 'depot', 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(body),
    ...overrides,
  })

describe('an endpoint', () => {
  it('does what the signature vouches for, for its signer', async () => {
    expect((await post(signed({ Action: 'CancelJob', JobId: 'ABCDE' }))).status).toBe(200)

    expect(cancelled).toEqual(['ABCDE'])
    expect(signers).toEqual([expect.objectContaining({ accessKeyId: ACCESS_KEY_ID, key: KEY })])
  })

  it.each([
    ['an operation', signed({ Version: '2010-06-01' }), 'Action=CancelJob&JobId=ABCDE', 'MissingAction'],
    ['another operation', signed({ Action: 'ListJobs' }), 'Operation=CancelJob&JobId=ABCDE', undefined],
    ['what the operation is to be done with', signed({ Action: 'CancelJob' }), 'JobId=ABCDE', 'InvalidJobIdException'],
  ])('never takes %s from an URL that the signature of a form does not cover', async (_what, body, query, code) => {
    const answer = await post(body, query)

    expect(cancelled).toEqual([])
    if (code === undefined) expect(answer.body).toContain('ListJobsResponse')
    else expect(answer.body).toContain(`<Code>${code}</Code>`)
  })

  it('answers a bug of ours without its message', async () => {
    const broken = createEndpoint(
      {
        keys: { find: () => Promise.reject(new Error(KEY.secretAccessKey)) },
        clock: () => NOW,
        newId: () => 'request-1',
        log: { error: () => undefined },
      },
      {},
    )
    const answer = await broken({
      method: 'POST',
      path: '/',
      query: '',
      headers: { host: 'depot' },
      body: Buffer.from(signed({ Action: 'ListJobs' })),
    })

    expect(answer.body).not.toContain(KEY.secretAccessKey)
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })

  it.each([
    ['a body that was too large to be read', { body: undefined }, 413],
    ['a body over 1 MiB', { body: Buffer.alloc(1024 * 1024 + 1) }, 413],
    ['another method', { method: 'PUT' }, 405],
    ['another path', { path: '/other' }, 404],
  ])('refuses %s before it asks who signed', async (_what, overrides, status) => {
    const answer = await post(signed({ Action: 'CancelJob', JobId: 'ABCDE' }), '', overrides)

    expect(answer.status).toBe(status)
    expect(cancelled).toEqual([])
  })

  it('lists the methods that it takes where another was used, and there only', async () => {
    expect((await post('', '', { method: 'PUT' })).headers.Allow).toBe('GET, POST')
    expect((await post('')).headers).not.toHaveProperty('Allow')
  })

  it('reads a body of 1 MiB, and not a byte more', async () => {
    const most = 1024 * 1024

    expect((await post('', '', { body: Buffer.alloc(most, 'a') })).status).not.toBe(413)
    expect((await post('', '', { body: Buffer.alloc(most + 1, 'a') })).status).toBe(413)
  })

  it.each([
    ['nothing at all', '', 'MissingAction'],
    ['an unknown operation', 'Action=Dance', 'InvalidAction'],
    ['an operation that is known elsewhere', 'Action=CreateJob', 'InvalidAction'],
    ['an unknown version', 'Action=ListJobs&Version=1999-01-01', 'InvalidAction'],
    ['no signature', 'Action=ListJobs&Version=2010-06-01', 'MissingAuthenticationToken'],
    ['an empty version', 'Action=ListJobs&Version=', 'MissingAuthenticationToken'],
    ['a name twice', 'Action=ListJobs&Action=ListJobs', 'MalformedQueryString'],
  ])('answers %s with what is missing first', async (_what, body, code) => {
    expect((await post(body)).body).toContain(`<Code>${code}</Code>`)
  })

  it('takes Operation for Action, and an empty Action for none', async () => {
    expect((await post(signed({ Action: '', Operation: 'ListJobs' }))).body).toContain('ListJobsResponse')
  })

  it('below a path of another is the same with and without the last slash, however that was signed', async () => {
    const params = new Map([['Action', 'ListJobs']])
    for (const signedPath of ['/prod', '/prod/']) {
      const unsigned = { method: 'POST', host: 'depot', path: signedPath, params }
      const body = encodeForm(sign(unsigned, { ...KEY, accessKeyId: ACCESS_KEY_ID, time: { timestamp: NOW } }))
      for (const path of ['/prod', '/prod/']) {
        expect((await post(body, '', { path, basePath: '/prod' })).status).toBe(200)
      }
      expect((await post(body, '', { path: '/prod/x', basePath: '/prod' })).status).not.toBe(200)
      expect((await post(body, '', { path: '/' })).status).not.toBe(200)
    }
  })

  it('reads what a gateway has decoded as it reads a query string', async () => {
    const pairs = [...new URLSearchParams(signed({ Action: 'ListJobs' }))]
    const unsigned = { method: 'GET', host: 'depot', path: '/', params: new Map([['Action', 'ListJobs']]) }
    const get = [...sign(unsigned, { ...KEY, accessKeyId: ACCESS_KEY_ID, time: { timestamp: NOW } })]

    expect((await post('', '', { method: 'GET', query: get })).body).toContain('ListJobsResponse')
    expect((await post('', '', { method: 'GET', query: pairs })).body).toContain('<Code>SignatureDoesNotMatch</Code>')
    const twice = [...get, ['Action', 'CancelJob'] as const]
    expect((await post('', '', { method: 'GET', query: twice })).body).toContain('<Code>MalformedQueryString</Code>')
  })
})

describe('a fault that passes', () => {
  it('shows after how many seconds, and no other fault does', async () => {
    const busy = createEndpoint(
      {
        keys: { find: async () => KEY },
        clock: () => NOW,
        newId: () => 'request-1',
        log: { error: () => undefined },
      },
      { ListJobs: async () => ({ ...fault('ServiceUnavailable', 'busy'), retryAfterSeconds: 7 }) },
    )
    const request = { method: 'POST', path: '/', query: '', headers: { host: 'depot' } }

    const answer = await busy({ ...request, body: Buffer.from(signed({ Action: 'ListJobs' })) })
    expect(answer.headers['Retry-After']).toBe('7')
    expect((await post('')).headers).not.toHaveProperty('Retry-After')
  })
})

describe('a bug of an operation', () => {
  it('is logged with the request that met it', async () => {
    const logged: unknown[] = []
    const bug = new Error('a bug')
    const broken = createEndpoint(
      {
        keys: { find: async () => KEY },
        clock: () => NOW,
        newId: () => 'request-1',
        log: { error: (_message: string, fields?: object) => void logged.push(fields) },
      },
      { ListJobs: () => Promise.reject(bug) },
    )
    await broken({
      method: 'POST',
      path: '/',
      query: '',
      headers: { host: 'depot' },
      body: Buffer.from(signed({ Action: 'ListJobs' })),
    })

    expect(logged).toEqual([{ requestId: 'request-1', error: bug }])
  })
})
