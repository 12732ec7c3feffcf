import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { canonicalRequest, sign, signature, signingKey, stringToSign } from '../../lib/query-api/sign-v4.ts'
import { CLIENT_REQUESTS_V4, CLIENT_SECRET } from '../vectors/client-requests.ts'
import { V4_LIST_USERS, V4_SUITE, V4_VECTORS } from '../vectors/sign-v4.ts'

describe('a version 4 signature', () => {
  it.each(V4_VECTORS)(
    'is as in AWS test suite: $name',
    ({ method = 'GET', query = {}, headers = {}, body = '', ...vector }) => {
      const all = { ...V4_SUITE.headers, ...headers }
      const request = { method, path: '/', query: new Map(Object.entries(query)), headers: all, body }

      expect(signature(request, Object.keys(all).sort(), V4_SUITE.scope, V4_SUITE.secretAccessKey)).toBe(
        vector.signature,
      )
    },
  )

  it('goes through the very strings of the documentation', () => {
    const { scope, headers, secretAccessKey, ...expected } = V4_LIST_USERS
    const request = { method: 'GET', path: '', query: new Map(Object.entries(expected.query)), headers, body: '' }
    const signedHeaders = Object.keys(headers)

    const canonical = canonicalRequest(request, signedHeaders)

    expect(canonical).toBe(expected.canonicalRequest)
    expect(stringToSign(canonical, scope)).toBe(expected.stringToSign)
    expect(signingKey(secretAccessKey, scope).export().toString('hex')).toBe(expected.signingKey)
    expect(signature(request, signedHeaders, scope, secretAccessKey)).toBe(expected.signature)
  })

  it.each(CLIENT_REQUESTS_V4.map((request, index) => [index, request.client, request.form.Action, request] as const))(
    'is what real clients computed (%i: %s, %s)',
    (_, __, ___, { host, dateTime, form, ...expected }) => {
      const headers = {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        host,
        'x-amz-date': dateTime,
      }
      const body = new URLSearchParams(form).toString()
      const scope = { dateTime, region: 'us-east-1', service: 'IngestionService' }

      const request = { method: 'POST', path: '/', query: new Map(), headers, body }

      expect(signature(request, Object.keys(headers), scope, CLIENT_SECRET)).toBe(expected.signature)
    },
  )

  it('is made with the key of its own day, region, service and secret, whatever was signed before', () => {
    const request = { method: 'GET', path: '/', query: new Map(), headers: {}, body: '' }
    const days = Array.from({ length: 31 }, (_, day) => `201001${String(day + 1).padStart(2, '0')}T000000Z`)
    const scopes = days.flatMap(dateTime =>
      ['IngestionService', 'importexport'].flatMap(service => [
        { dateTime, region: 'us-east-1', service },
        { dateTime, region: 'eu-west-1', service },
      ]),
    )
    const signed = () => scopes.flatMap(scope => ['one', 'two'].map(secret => signature(request, [], scope, secret)))
    const bare = scopes.flatMap(scope =>
      ['one', 'two'].map(secret =>
        createHmac('sha256', signingKey(secret, scope))
          .update(stringToSign(canonicalRequest(request, []), scope))
          .digest('hex'),
      ),
    )

    expect([signed(), signed()]).toEqual([bare, bare])
  })

  it('sorts the query by name, not by name and value together', () => {
    const query = new Map([
      ['a', '1'],
      ['a-b', '2'],
    ])

    expect(canonicalRequest({ method: 'GET', path: '/', query, headers: {}, body: '' }, []).split('\n')[2]).toBe(
      'a=1&a-b=2',
    )
  })
})

describe('signing', () => {
  const request = {
    method: 'POST',
    path: '/',
    query: new Map<string, string>(),
    headers: { host: '127.0.0.1:8401', 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: 'Action=ListJobs&Version=2010-06-01',
  }
  const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: CLIENT_SECRET, time: new Date('2026-11-21T04:42:39.500Z') }

  it('writes the very header that the AWS CLI wrote for the same request', () => {
    expect(sign(request, key).authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/IngestionService/aws4_request, ' +
        'SignedHeaders=content-type;host;x-amz-date, ' +
        'Signature=ec6199e59392704b4e9c52d9a33823de2909a19fcbbb938105b2568f50dea92a',
    )
  })

  it('signs the session token as a header', () => {
    const headers = sign(request, { ...key, sessionToken: 'token==' })

    expect(headers['x-amz-security-token']).toBe('token==')
    expect(headers.authorization).toContain('SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,')
  })

  it('signs for other services and regions as the AWS SDK does', async () => {
    const { SignatureV4 } = await import('@smithy/signature-v4')
    const { createHash, createHmac } = await import('node:crypto')
    class Sha256 {
      readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>
      constructor(secret?: Uint8Array | string) {
        this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret)
      }
      update(data: Uint8Array | string) {
        this.#hash.update(data)
      }
      async digest() {
        return new Uint8Array(this.#hash.digest())
      }
      reset() {}
    }
    const { time, ...credentials } = key
    const sdk = new SignatureV4({ credentials, region: 'eu-west-1', service: 'execute-api', sha256: Sha256 as never })
    const headers = { host: 'abc.execute-api.eu-west-1.amazonaws.com', 'content-type': 'text/plain; charset=utf-8' }
    const query = { schedule: 'cron(0 9 ? * MON-FRI *)', timeZone: 'Europe/Berlin' }
    const [method, path, body] = ['PUT', '/prod/v1/checks/nightly', 'manifestVersion:2.0\n']
    const url = { protocol: 'https:', hostname: headers.host, method, path, query, headers, body }

    const { 'x-amz-content-sha256': _hash, ...theirs } = (await sdk.sign(url, { signingDate: time })).headers
    const ours = sign(
      { method, path, query: new Map(Object.entries(query)), headers, body },
      { ...key, region: 'eu-west-1', service: 'execute-api' },
    )

    expect(ours['x-amz-date']).toBe(theirs['x-amz-date'])
    expect(ours.authorization).toMatch(/\/20261121\/eu-west-1\/execute-api\/aws4_request, /)
    // The SDK also signs a header with the body's hash, so the two are compared with that in ours as well.
    const hashed = sign(
      {
        method,
        path,
        query: new Map(Object.entries(query)),
        headers: { ...headers, 'x-amz-content-sha256': String(_hash) },
        body,
      },
      { ...key, region: 'eu-west-1', service: 'execute-api' },
    )
    expect(hashed.authorization).toBe(theirs.authorization)
  })
})
