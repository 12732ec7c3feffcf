import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type RawRequest, receive } from '../../lib/query-api/authentication.ts'
import { isFault } from '../../lib/query-api/faults.ts'
import { encodeForm } from '../../lib/query-api/form.ts'
import { latin1Signature, signature, sign as signV2 } from '../../lib/query-api/sign-v2.ts'
import { dateTimeV4, signature as signatureV4, sign as signV4 } from '../../lib/query-api/sign-v4.ts'
import { type KnownKey, readAuthentication, verify } from '../../lib/query-api/verify.ts'
import { CLIENT_REQUESTS_V2, CLIENT_REQUESTS_V4, CLIENT_SECRET } from '../vectors/client-requests.ts'
import { WHOLE_REQUESTS_V4 } from '../vectors/whole-requests-v4.ts'

const NOW = new Date('2026-11-21T04:50:00Z')
const FORM = 'application/x-www-form-urlencoded; charset=utf-8'
const SIGNER = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: CLIENT_SECRET }
const KEY: KnownKey = { secretAccessKey: CLIENT_SECRET }

const post = (body: string, headers: RawRequest['headers'] = {}, query = ''): RawRequest => ({
  method: 'POST',
  path: '/',
  query,
  headers: { host: 'depot:4011', 'content-type': FORM, ...headers },
  body: Buffer.from(body),
})

/** The whole way: who says that they signed, and is it true? */
const check = (request: RawRequest, key: KnownKey | undefined = KEY, now = NOW) => {
  const authentication = readAuthentication(receive(request))
  return isFault(authentication) ? authentication : verify(authentication, key, now)
}
const codeOf = (outcome: ReturnType<typeof check>) => (isFault(outcome) ? outcome.code : 'verified')

const v2 = (params: Record<string, string>, time: Parameters<typeof signV2>[1]['time'] = { timestamp: NOW }) =>
  signV2(
    { method: 'POST', host: 'depot:4011', path: '/', params: new Map(Object.entries(params)) },
    { ...SIGNER, time },
  )

const v4 = (body: string, time = NOW, query = '') =>
  post(
    body,
    signV4(
      {
        method: 'POST',
        path: '/',
        query: receive(post('', {}, query)).query,
        headers: { host: 'depot:4011', 'content-type': FORM },
        body,
      },
      { ...SIGNER, time },
    ),
    query,
  )

describe('requests of real clients', () => {
  it.each(CLIENT_REQUESTS_V2.map((request, index) => [index, request.client, request] as const))(
    'verify as they came (%i: %s)',
    (_, __, { method, host, params, sessionToken }) => {
      const text = encodeForm(new Map(Object.entries(params)))
      const inUrl = method === 'GET'
      const request = { ...post(inUrl ? '' : text, { host }, inUrl ? text : ''), method }

      expect(codeOf(check(request, { ...KEY, sessionToken }))).toBe('verified')
      expect(codeOf(check(request, { secretAccessKey: 'another', sessionToken }))).toBe('SignatureDoesNotMatch')
    },
  )

  it.each(CLIENT_REQUESTS_V4.map((request, index) => [index, request.client, request] as const))(
    'verify as they came, version 4 (%i: %s)',
    (_, __, { host, dateTime, form, signature }) => {
      const scope = `${dateTime.slice(0, 8)}/us-east-1/IngestionService/aws4_request`
      const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=content-type;host;x-amz-date, Signature=${signature}`
      const request = post(new URLSearchParams(form).toString(), { host, authorization, 'x-amz-date': dateTime })

      expect(codeOf(check(request))).toBe('verified')
      expect(codeOf(check(request, { secretAccessKey: 'another' }))).toBe('SignatureDoesNotMatch')
    },
  )

  it.each(WHOLE_REQUESTS_V4.map((request, index) => [index, request.client, request] as const))(
    'verify as they came, presigned or with other headers (%i: %s)',
    (_, __, { sessionToken, body, ...rest }) => {
      const request = { ...rest, path: '/', body: Buffer.from(body) }
      const now = new Date('2026-11-26T14:20:00Z')

      const outcome = check(request, { ...KEY, sessionToken }, now)
      expect(codeOf(outcome)).toBe(rest.query.includes('X-Amz-Expires=60&') ? 'RequestExpired' : 'verified')
      const other = { secretAccessKey: 'another', sessionToken }
      expect(codeOf(check(request, other, now))).toBe('SignatureDoesNotMatch')
    },
  )
})

describe('a version 2 request', () => {
  it.each([
    '2026-11-21T04:49:59Z',
    '2026-11-21T04:49:59.556Z',
    '2026-11-21T05:49:59+01:00',
    '2026-11-20T20:49:59-0800',
  ])('may write its Timestamp as %s', Timestamp => {
    const params = { ...Object.fromEntries(v2({ Action: 'ListJobs' })), Timestamp }

    expect(codeOf(check(post(encodeForm(signedAgain(params)))))).toBe('verified')
  })

  it.each([
    ['almost 15 minutes after it was made', { timestamp: minutes(-14.95) }, 'verified'],
    ['15 minutes after it was made', { timestamp: minutes(-15) }, 'RequestExpired'],
    ['15 minutes before it was made', { timestamp: minutes(15) }, 'verified'],
    ['more than 15 minutes before it was made', { timestamp: minutes(15.02) }, 'RequestExpired'],
    ['a second before it expires', { expires: new Date(NOW.getTime() + 1000) }, 'verified'],
    ['at the moment when it expires', { expires: NOW }, 'RequestExpired'],
    ['long after it expired', { expires: minutes(-600) }, 'RequestExpired'],
    ['a day before it expires', { expires: minutes(1440) }, 'verified'],
  ] as const)('that comes %s', (_, time, expected) => {
    expect(codeOf(check(post(encodeForm(v2({ Action: 'ListJobs' }, time)))))).toBe(expected)
  })

  it('reports until when it may be accepted', () => {
    const expires = new Date('2026-11-21T04:50:20Z')

    expect(check(post(encodeForm(v2({ Action: 'ListJobs' }, { expires }))))).toMatchObject({ acceptableUntil: expires })
  })

  it.each([
    ['AWSAccessKeyId', 'IncompleteSignature'],
    ['Signature', 'IncompleteSignature'],
    ['SignatureMethod', 'IncompleteSignature'],
    ['SignatureVersion', 'IncompleteSignature'],
    ['Timestamp', 'IncompleteSignature'],
    ['Action', 'SignatureDoesNotMatch'],
  ])('without its %s is refused', (name, code) => {
    const params = new Map(v2({ Action: 'ListJobs' }))
    params.delete(name)

    expect(codeOf(check(post(encodeForm(params))))).toBe(code)
  })

  it.each([
    ['another version', { SignatureVersion: '1' }, 'IncompleteSignature'],
    ['another method', { SignatureMethod: 'HmacMD5' }, 'IncompleteSignature'],
    ['both times', { Expires: '2026-11-21T05:00:00Z' }, 'IncompleteSignature'],
    ['a time that is none', { Timestamp: 'yesterday' }, 'InvalidParameterException'],
    ['a day that is none', { Timestamp: '2026-11-41T00:00:00Z' }, 'InvalidParameterException'],
    ['30 February', { Timestamp: '2026-02-30T00:00:00Z' }, 'InvalidParameterException'],
    ['31 November', { Timestamp: '2026-11-31T00:00:00Z' }, 'InvalidParameterException'],
    ['a blank where + was', { Timestamp: '2026-11-21T04:50:00 00:00' }, 'InvalidParameterException'],
  ])('with %s is refused', (_, change, code) => {
    const params = { ...Object.fromEntries(v2({ Action: 'ListJobs' })), ...change }

    expect(codeOf(check(post(encodeForm(new Map(Object.entries(params))))))).toBe(code)
  })

  describe('posted to /?Operation=X', () => {
    it('may sign that parameter with the others', () => {
      const outcome = check(
        post(encodeForm(v2({ Action: 'ListJobs', Operation: 'ListJobs' })), {}, 'Operation=ListJobs'),
      )

      expect(outcome).toMatchObject({ params: expect.anything() })
      expect(!isFault(outcome) && outcome.params.get('Operation')).toBe('ListJobs')
    })

    it('may leave it out of the signature, and then it is not read', () => {
      const outcome = check(post(encodeForm(v2({ Action: 'ListJobs' })), {}, 'Operation=CancelJob&JobId=ABCDE'))

      expect(!isFault(outcome) && Object.keys(Object.fromEntries(outcome.params))).not.toContain('JobId')
      expect(!isFault(outcome) && outcome.params.has('Operation')).toBe(false)
    })

    it('cannot get its session token from an unsigned URL', () => {
      const request = post(encodeForm(v2({ Action: 'ListJobs' })), {}, 'SecurityToken=token')

      expect(codeOf(check(request, { ...KEY, sessionToken: 'token' }))).toBe('SignatureDoesNotMatch')
      expect(codeOf(check(request, KEY))).not.toBe('verified')
    })

    it('may have its session token in the URL if that is signed with the rest', () => {
      const signing = { ...SIGNER, sessionToken: 'token', time: { timestamp: NOW } }
      const unsigned = { method: 'POST', host: 'depot:4011', path: '/', params: new Map([['Action', 'ListJobs']]) }
      const { SecurityToken, ...form } = Object.fromEntries(signV2(unsigned, signing))
      const request = post(encodeForm(new Map(Object.entries(form))), {}, `SecurityToken=${SecurityToken}`)

      expect(codeOf(check(request, { ...KEY, sessionToken: 'token' }))).toBe('verified')
    })

    it('cannot get its time from an unsigned URL', () => {
      const { Timestamp: _, ...rest } = Object.fromEntries(v2({ Action: 'ListJobs' }))

      expect(codeOf(check(post(encodeForm(signedAgain(rest)), {}, 'Expires=2099-01-01T00:00:00Z')))).toBe(
        'SignatureDoesNotMatch',
      )
    })
  })
})

describe('a version 4 request', () => {
  it.each([
    ['almost 15 minutes after it was made', minutes(-14.95), 'verified'],
    ['15 minutes after it was made', minutes(-15), 'RequestExpired'],
    ['more than 15 minutes before it was made', minutes(15.02), 'RequestExpired'],
  ])('that comes %s', (_, time, expected) => {
    expect(codeOf(check(v4('Action=ListJobs', time)))).toBe(expected)
  })

  it('covers the query string too', () => {
    const request = v4('Action=ListJobs', NOW, 'Operation=ListJobs')

    expect(codeOf(check(request))).toBe('verified')
    expect(codeOf(check({ ...request, query: 'Operation=CancelJob' }))).toBe('SignatureDoesNotMatch')
  })

  it.each([
    ['another algorithm', { authorization: 'AWS4-ECDSA-P256-SHA256 Credential=A' }, 'IncompleteSignature'],
    ['a header that is none', { authorization: 'Bearer abc' }, 'IncompleteSignature'],
    ['no X-Amz-Date', { 'x-amz-date': undefined }, 'IncompleteSignature'],
    ['a date of another form', { 'x-amz-date': '2026-11-21T04:50:00Z' }, 'IncompleteSignature'],
    ['the date of another day', { 'x-amz-date': '20261122T045000Z' }, 'SignatureDoesNotMatch'],
    ['the time of another second', { 'x-amz-date': '20261121T045001Z' }, 'SignatureDoesNotMatch'],
  ])('with %s is refused', (_, headers, code) => {
    const request = v4('Action=ListJobs')

    expect(codeOf(check({ ...request, headers: { ...request.headers, ...headers } }))).toBe(code)
  })

  it.each([
    ['without a signature', / Signature=.*/, '', 'IncompleteSignature'],
    ['without a credential', /Credential=[^,]*, /, '', 'IncompleteSignature'],
    ['without signed headers', /SignedHeaders=[^,]*, /, '', 'IncompleteSignature'],
    ['of another service', 'IngestionService', 's3', 'SignatureDoesNotMatch'],
    ['of half a scope', '/aws4_request', '', 'IncompleteSignature'],
    ['of more than a scope', '/aws4_request', '/aws4_request/more', 'IncompleteSignature'],
    ['of a scope that ends in nothing', '/aws4_request', '/aws4_request/', 'IncompleteSignature'],
    ['that does not sign the host', 'host;', '', 'IncompleteSignature'],
    ['of another region than it was signed for', 'us-east-1', 'eu-west-1', 'SignatureDoesNotMatch'],
  ])('%s is refused', (_, pattern, replacement, code) => {
    const request = v4('Action=ListJobs')
    const authorization = request.headers.authorization?.replace(pattern, replacement)

    expect(codeOf(check({ ...request, headers: { ...request.headers, authorization } }))).toBe(code)
  })
})

describe('whoever the request names', () => {
  it('gets the same answer for an unknown key as of a wrong session token', () => {
    const request = post(encodeForm(v2({ Action: 'ListJobs' })))

    expect(readAuthentication(receive(request))).toMatchObject({ accessKeyId: 'AKIDEXAMPLE' })
    expect(verifyUnknown(request)).toEqual(check(request, { ...KEY, sessionToken: 'token' }))
    expect(codeOf(verifyUnknown(request))).toBe('InvalidClientTokenId')
  })

  it.each([
    ['version 2', () => v2({ Action: 'ListJobs' })],
    ['version 4', () => v4('Action=ListJobs')],
  ])('that was signed in %s with the secret of before a rotation is good, and not after the next', (_name, sign) => {
    const signed: unknown = sign()
    const request = signed instanceof Map ? post(encodeForm(signed)) : (signed as RawRequest)

    expect(codeOf(check(request, { secretAccessKey: 'new', previousSecretAccessKey: CLIENT_SECRET }))).toBe('verified')
    expect(codeOf(check(request, { secretAccessKey: 'newer', previousSecretAccessKey: 'new' }))).toBe(
      'SignatureDoesNotMatch',
    )
  })

  it.each(['', ' ', '\t\n'])(
    'has no caller if the secret is empty (%j), whether the current or the previous one',
    secret => {
      const signed = signV2(
        { method: 'POST', host: 'depot:4011', path: '/', params: new Map([['Action', 'ListJobs']]) },
        { ...SIGNER, secretAccessKey: secret, time: { timestamp: NOW } },
      )
      const request = post(encodeForm(signed))

      expect(codeOf(check(request, { secretAccessKey: secret }))).toBe('SignatureDoesNotMatch')
      expect(codeOf(check(request, { secretAccessKey: 'new', previousSecretAccessKey: secret }))).toBe(
        'SignatureDoesNotMatch',
      )
    },
  )

  it('that was signed with what stands in for secrets that are not there is never good', () => {
    const given: string[] = []
    const authentication = (signature: string) => ({
      accessKeyId: 'A',
      sessionToken: undefined,
      given: signature,
      acceptableUntil: minutes(1),
      expected: (secret: string) => {
        given.push(secret)
        return [{ signature: secret, params: new Map() }]
      },
    })
    verify(authentication('x'), undefined, NOW)

    for (const stand of [...given]) {
      expect(verify(authentication(stand), undefined, NOW)).toMatchObject({ code: 'InvalidClientTokenId' })
      expect(verify(authentication(stand), KEY, NOW)).toMatchObject({ code: 'SignatureDoesNotMatch' })
    }
    expect(given.length).toBeGreaterThan(0)
  })

  it('takes the same path for an unknown key as for a known one', () => {
    const secrets: string[] = []
    const authentication = {
      accessKeyId: 'A',
      sessionToken: undefined,
      given: 'x',
      acceptableUntil: minutes(1),
      expected: (secret: string) => {
        secrets.push(secret)
        return []
      },
    }

    expect(verify(authentication, undefined, NOW)).toMatchObject({ code: 'InvalidClientTokenId' })
    const forNobody = secrets.splice(0).length
    verify(authentication, KEY, NOW)
    expect(secrets).toHaveLength(forNobody)
  })

  it('must send a session token if the key has one, and none if it has none', () => {
    const signing = { ...SIGNER, sessionToken: 'token', time: { timestamp: NOW } }
    const unsigned = { method: 'POST', host: 'depot:4011', path: '/', params: new Map([['Action', 'ListJobs']]) }
    const request = post(encodeForm(signV2(unsigned, signing)))

    expect(codeOf(check(request, { ...KEY, sessionToken: 'token' }))).toBe('verified')
    expect(codeOf(check(request, KEY))).toBe('InvalidClientTokenId')
    expect(codeOf(check(request, { ...KEY, sessionToken: 'tokem' }))).toBe('InvalidClientTokenId')
  })

  it('has no caller if the request is not signed at all', () => {
    expect(codeOf(check(post('Action=ListJobs')))).toBe('MissingAuthenticationToken')
  })
})

describe('the host', () => {
  /** The request as each version signs it for one host and sends it to another. */
  const SIGNED_FOR: readonly [string, (host: string) => (sent: string) => RawRequest][] = [
    [
      'version 2',
      host => {
        const unsigned = { method: 'POST', host, path: '/', params: new Map([['Action', 'ListJobs']]) }
        const body = encodeForm(signV2(unsigned, { ...SIGNER, time: { timestamp: NOW } }))
        return sent => post(body, { host: sent })
      },
    ],
    [
      'version 4',
      host => {
        const body = 'Action=ListJobs'
        const unsigned = { method: 'POST', path: '/', query: new Map(), headers: { host }, body }
        const headers = signV4(unsigned, { ...SIGNER, time: NOW })
        return sent => post(body, { ...headers, host: sent })
      },
    ],
    ['version 4 in the query', host => sent => ({ ...presigned({ host }), headers: { host: sent } })],
  ]
  const HOSTS: readonly [sent: string, signed: string, outcome: string][] = [
    ['127.0.0.1', '127.0.0.1', 'verified'],
    ['127.0.0.1:8403', '127.0.0.1:8403', 'verified'],
    ['127.0.0.1:8403', '127.0.0.1', 'verified'],
    ['importexport.amazonaws.com', 'importexport.amazonaws.com', 'verified'],
    ['importexport.amazonaws.com', 'importexport.amazonaws.com:443', 'verified'],
    ['importexport.amazonaws.com', 'importexport.amazonaws.com:80', 'verified'],
    ['importexport.amazonaws.com:443', 'importexport.amazonaws.com', 'verified'],
    ['[::1]:4011', '[::1]:4011', 'verified'],
    ['[::1]:4011', '[::1]', 'verified'],
    ['[::1]', '[::1]:80', 'verified'],
    ['127.0.0.1:8403', '127.0.0.1:8404', 'SignatureDoesNotMatch'],
    ['127.0.0.1:8403', '127.0.0.1:443', 'SignatureDoesNotMatch'],
    ['127.0.0.1', '127.0.0.1:8403', 'SignatureDoesNotMatch'],
    ['127.0.0.1:8403', '127.0.0.2', 'SignatureDoesNotMatch'],
    ['127.0.0.1:8403', '127.0.0.', 'SignatureDoesNotMatch'],
    ['127.0.0.1:8403', 'depot', 'SignatureDoesNotMatch'],
    ['a.example:80:80', 'a.example', 'SignatureDoesNotMatch'],
  ]

  it.each(SIGNED_FOR.flatMap(([name, signedFor]) => HOSTS.map(([...row]) => [name, ...row, signedFor] as const)))(
    '%s: received as %s, signed as %s: %s',
    (_, sent, signed, outcome, signedFor) => {
      expect(codeOf(check(signedFor(signed)(sent)))).toBe(outcome)
    },
  )
})

describe('a presigned request', () => {
  it.each([
    ['a second before its time', { expires: '600' }, minutes(9.98), 'verified'],
    ['at the end of its time', { expires: '600' }, minutes(10), 'RequestExpired'],
    ['of seven days, in their last second', { expires: '604800' }, minutes(7 * 1440 - 0.01), 'verified'],
    ['after seven days', { expires: '604800' }, minutes(7 * 1440), 'RequestExpired'],
    ['of more than seven days', { expires: '604801' }, NOW, 'InvalidParameterException'],
    ['of no time at all', { expires: '0' }, NOW, 'RequestExpired'],
    ['of less than no time', { expires: '-1' }, NOW, 'InvalidParameterException'],
    ['of a time that is no number', { expires: '1e3' }, NOW, 'InvalidParameterException'],
    ['of an empty time', { expires: '' }, NOW, 'InvalidParameterException'],
    ['without a time, within 15 minutes', {}, minutes(14.9), 'verified'],
    ['without a time, after 15 minutes', {}, minutes(15), 'RequestExpired'],
    ['by a clock 15 minutes ahead', { expires: '600' }, minutes(-15), 'verified'],
    ['by a clock more than 15 minutes ahead', { expires: '600' }, minutes(-15.02), 'RequestExpired'],
  ] as const)('%s', (_, how, now, code) => {
    expect(codeOf(check(presigned(how), KEY, now))).toBe(code)
  })

  it('reports until when it may be accepted', () => {
    expect(check(presigned({ expires: '20' }))).toMatchObject({ acceptableUntil: new Date(NOW.getTime() + 20_000) })
  })

  it('vouches for all of the URL but its own signature, and for the body', () => {
    const request = { ...presigned({ method: 'POST', body: 'JobId=ABCDE' }) }

    const outcome = check(request)
    expect(!isFault(outcome) && Object.fromEntries(outcome.params)).toMatchObject({
      Action: 'ListJobs',
      JobId: 'ABCDE',
    })
    expect(!isFault(outcome) && outcome.params.has('X-Amz-Signature')).toBe(false)
  })

  it.each([
    ['a parameter more in the URL', (it: RawRequest) => ({ ...it, query: `${it.query}&JobId=ABCDE` })],
    ['another value in the URL', (it: RawRequest) => ({ ...it, query: it.query.replace('ListJobs', 'CancelJob') })],
    ['more time', (it: RawRequest) => ({ ...it, query: it.query.replace('Expires=600', 'Expires=6000') })],
    ['a body', (it: RawRequest) => ({ ...it, body: Buffer.from('JobId=ABCDE') })],
    ['another method', (it: RawRequest) => ({ ...it, method: 'POST' })],
    ['another path', (it: RawRequest) => ({ ...it, path: '/prod' })],
  ])('with %s than was signed is refused', (_, change) => {
    expect(codeOf(check(change(presigned({ expires: '600' }))))).toBe('SignatureDoesNotMatch')
  })

  it.each([
    ['X-Amz-Algorithm', 'IncompleteSignature'],
    ['X-Amz-Credential', 'IncompleteSignature'],
    ['X-Amz-Date', 'IncompleteSignature'],
    ['X-Amz-SignedHeaders', 'IncompleteSignature'],
    ['X-Amz-Signature', 'IncompleteSignature'],
    ['X-Amz-Expires', 'SignatureDoesNotMatch'],
  ])('without its %s is refused', (name, code) => {
    const { query, ...rest } = presigned({ expires: '600' })
    const left = query.split('&').filter(pair => !pair.startsWith(`${name}=`))

    expect(left).toHaveLength(query.split('&').length - 1)
    expect(codeOf(check({ ...rest, query: left.join('&') }))).toBe(code)
  })

  it.each([
    ['another algorithm', { algorithm: 'AWS4-ECDSA-P256-SHA256' }, 'IncompleteSignature'],
    ['a date of another form', { dateTime: '2026-11-21T04:50:00Z' }, 'IncompleteSignature'],
    ['the date of another day than its scope', { scopeDay: '20261120' }, 'SignatureDoesNotMatch'],
    ['the scope of another service', { service: 's3' }, 'SignatureDoesNotMatch'],
    ['signed headers that leave the host out', { signedHeaders: 'x-amz-date' }, 'IncompleteSignature'],
  ] as const)('with %s is refused', (_, how, code) => {
    expect(codeOf(check(presigned(how)))).toBe(code)
  })

  it('has its signature in the URL: in the body it is none', () => {
    const { query, ...rest } = presigned({ method: 'POST' })

    expect(codeOf(check({ ...rest, query: '', body: Buffer.from(query) }))).toBe('IncompleteSignature')
  })

  it('must carry the session token of its key', () => {
    const request = presigned({ token: 'token' })

    expect(codeOf(check(request, { ...KEY, sessionToken: 'token' }))).toBe('verified')
    expect(codeOf(check(request, KEY))).toBe('InvalidClientTokenId')
    expect(codeOf(check(presigned(), { ...KEY, sessionToken: 'token' }))).toBe('InvalidClientTokenId')
  })
})

describe('the date of a version 4 request', () => {
  /** The request signed at that moment, with `Date` in place of `X-Amz-Date`. */
  const dated = (date: string, time = NOW) => {
    const { 'x-amz-date': _, ...headers } = v4('Action=ListJobs', time).headers
    const dateTime = dateTimeV4(time)
    const scope = { dateTime, region: 'us-east-1', service: 'IngestionService' }
    const unsigned = {
      method: 'POST',
      path: '/',
      query: new Map(),
      headers: { ...headers, date },
      body: 'Action=ListJobs',
    }
    const proof = signatureV4(unsigned, ['date', 'host'], scope, CLIENT_SECRET)
    const credential = `AKIDEXAMPLE/${dateTime.slice(0, 8)}/us-east-1/IngestionService/aws4_request`
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=date;host, Signature=${proof}`
    return post('Action=ListJobs', { date, authorization })
  }

  it.each([
    'Sat, 21 Nov 2026 04:50:00 GMT',
    'Sat, 21 Nov 2026 04:50:00 -0000',
    'Sat, 21 Nov 2026 05:50:00 +0100',
    '20261121T045000Z',
    '2026-11-21T04:50:00Z',
  ])('may be %s', date => {
    expect(codeOf(check(dated(date)))).toBe('verified')
  })

  it.each(['yesterday', '', 'Sat Nov 21 2026', '1795236600', 'Sat, 41 Nov 2026 04:50:00 GMT'])('cannot be %j', date => {
    expect(codeOf(check(dated(date)))).toBe('IncompleteSignature')
  })

  it('counts: the same request with a later one is another', () => {
    const { headers, ...rest } = dated('Sat, 21 Nov 2026 04:50:00 GMT')
    const later = { ...headers, date: 'Sat, 21 Nov 2026 04:51:00 GMT' }

    expect(codeOf(check({ ...rest, headers: later }))).toBe('SignatureDoesNotMatch')
    expect(codeOf(check(dated('Sat, 21 Nov 2026 04:34:00 GMT', minutes(-16))))).toBe('RequestExpired')
  })

  it('is X-Amz-Date where both are there', () => {
    const request = v4('Action=ListJobs')

    expect(codeOf(check({ ...request, headers: { ...request.headers, date: 'yesterday' } }))).toBe('verified')
  })
})

describe('a client that signs its text as ISO-8859-1 and sends it as UTF-8', () => {
  const signedAsLatin1 = (Manifest: string) => {
    const unsigned = v2({ Action: 'CreateJob', Manifest })
    const { Signature: _, ...params } = Object.fromEntries(unsigned)
    const proof = latin1Signature(
      { method: 'POST', host: 'depot:4011', path: '/', params: new Map(Object.entries(params)) },
      CLIENT_SECRET,
    )
    return post(encodeForm(new Map(Object.entries({ ...params, Signature: proof ?? 'none' }))))
  }

  it('is refused, since two texts have that signature, and the fault explains it', () => {
    const outcome = check(signedAsLatin1('city: M\u00FCnchen'))

    expect(outcome).toMatchObject({ code: 'SignatureDoesNotMatch', message: expect.stringContaining('encode all') })
    expect(check(signedAsLatin1('city: M\u00FCnchen'), { secretAccessKey: 'another' })).toMatchObject({
      code: 'SignatureDoesNotMatch',
      message: expect.not.stringContaining('encode all'),
    })
  })

  it.each(['city: Munich', 'city: \u6771\u4EAC \u00FC'])('has no such signature for %j', text => {
    expect(check(signedAsLatin1(text))).toMatchObject({ message: expect.not.stringContaining('encode all') })
  })
})

describe('sign, then verify', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter(value => value.isWellFormed())
  const params = fc.record({ Manifest: text, JobType: text, jobId: text }, { requiredKeys: [] })

  it('holds for any parameters, and not for one changed byte', () => {
    fc.assert(
      fc.property(params, fc.nat(), fc.boolean(), (values, at, useV4) => {
        const all = { Action: 'CreateJob', ...values }
        const request = useV4 ? v4(encodeForm(new Map(Object.entries(all)))) : post(encodeForm(v2(all)))
        const body = Buffer.from(request.body)
        const index = at % body.length
        // A letter for a letter or digit, so that most changes leave a form that can be read.
        body[index] = body[index] === 0x78 ? 0x79 : 0x78

        expect(codeOf(check(request))).toBe('verified')
        expect(codeOf(check({ ...request, body }))).not.toBe('verified')
      }),
    )
  })

  it.each(['method', 'path', 'host'] as const)('does not hold with another %s', part => {
    for (const request of [post(encodeForm(v2({ Action: 'ListJobs' }))), v4('Action=ListJobs')]) {
      const changed =
        part === 'host'
          ? { ...request, headers: { ...request.headers, host: 'depot:4012' } }
          : { ...request, [part]: part === 'method' ? 'GET' : '/x' }

      expect(codeOf(check(request))).toBe('verified')
      expect(codeOf(check(changed))).toBe('SignatureDoesNotMatch')
    }
  })
})

function minutes(count: number) {
  return new Date(NOW.getTime() + count * 60_000)
}

/** Signs parameters as they are, whatever is missing among them. */
function signedAgain(values: Readonly<Record<string, string>>) {
  const params = new Map(Object.entries(values))
  return params.set('Signature', signature({ method: 'POST', host: 'depot:4011', path: '/', params }, CLIENT_SECRET))
}

interface Presigning {
  readonly host?: string
  readonly method?: string
  readonly body?: string
  readonly expires?: string
  readonly token?: string
  readonly algorithm?: string
  readonly dateTime?: string
  readonly scopeDay?: string
  readonly service?: string
  readonly signedHeaders?: string
}

/** A presigned request, as the SDKs make it; signed as it is, whatever is odd about it. */
function presigned({
  host = 'depot:4011',
  method = 'GET',
  body = '',
  expires,
  token,
  algorithm = 'AWS4-HMAC-SHA256',
  dateTime = dateTimeV4(NOW),
  scopeDay = dateTimeV4(NOW).slice(0, 8),
  service = 'IngestionService',
  signedHeaders = 'host',
}: Presigning = {}): RawRequest {
  const query = new Map([
    ['Action', 'ListJobs'],
    ['X-Amz-Algorithm', algorithm],
    ['X-Amz-Credential', `AKIDEXAMPLE/${scopeDay}/us-east-1/${service}/aws4_request`],
    ['X-Amz-Date', dateTime],
    ...(expires === undefined ? [] : [['X-Amz-Expires', expires] as const]),
    ['X-Amz-SignedHeaders', signedHeaders],
    ...(token === undefined ? [] : [['X-Amz-Security-Token', token] as const]),
  ])
  const scope = { dateTime, region: 'us-east-1', service }
  const unsigned = { method, path: '/', query, headers: { host }, body }
  query.set('X-Amz-Signature', signatureV4(unsigned, signedHeaders.split(';'), scope, CLIENT_SECRET))
  return { method, path: '/', query: encodeForm(query), headers: { host }, body: Buffer.from(body) }
}

function verifyUnknown(request: RawRequest) {
  const authentication = readAuthentication(receive(request))
  return isFault(authentication) ? authentication : verify(authentication, undefined, NOW)
}
