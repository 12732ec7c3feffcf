import { beforeEach, describe, expect, it } from '@jest/globals'
import { createEndpoint, type EndpointRequest, type Signer } from '../../lib/query-api/endpoint.ts'
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

  it('answers a bug of ours without what it says', async () => {
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
})
