import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decodeForm, encodeForm } from '../../lib/query-api/form.ts'
import { canonicalParams, sign, signature, signForm, stringToSign } from '../../lib/query-api/sign-v2.ts'
import { CLIENT_REQUESTS_V2, CLIENT_SECRET } from '../vectors/client-requests.ts'
import { SIGN_V2_VECTORS } from '../vectors/sign-v2.ts'

describe('a version 2 signature', () => {
  it.each(SIGN_V2_VECTORS)('is what others computed: $title', vector => {
    const params = new Map(Object.entries(vector.params))
    const request = { method: 'POST', host: 'importexport.amazonaws.com', path: '/', params }

    expect(canonicalParams(params)).toBe(vector.canonicalParams)
    expect(stringToSign(request)).toBe(`POST\nimportexport.amazonaws.com\n/\n${vector.canonicalParams}`)
    expect(signature(request, vector.secretAccessKey)).toBe(vector.signature)
  })

  it.each(CLIENT_REQUESTS_V2.map((request, index) => [index, request.client, request.params.Action, request] as const))(
    'is what real clients computed (%i: %s, %s)',
    (_, __, ___, { method, host, params }) => {
      const request = { method, host, path: '/', params: new Map(Object.entries(params)) }

      expect(signature(request, CLIENT_SECRET)).toBe(params.Signature)
    },
  )

  it('covers names in byte order, capitals first, and empty values', () => {
    const params = new Map([
      ['jobIds', ''],
      ['b', '2'],
      ['B', '1'],
      ['a.member.10', 'x'],
      ['a.member.2', 'y'],
    ])

    expect(canonicalParams(params)).toBe('B=1&a.member.10=x&a.member.2=y&b=2&jobIds=')
  })

  it('covers names beyond ASCII in the order of their bytes, which is not that of UTF-16', () => {
    const params = new Map([
      ['\u{1F4E6}', '2'],
      ['\uFF5E', '1'],
    ])

    expect(canonicalParams(params)).toBe('%EF%BD%9E=1&%F0%9F%93%A6=2')
  })

  it('has the order of its own names, whichever request came before', () => {
    const name = fc.constantFrom('A', 'B', 'a', 'AB', 'Signature', '\uFF5E', '\u{1F4E6}')
    const request = fc.uniqueArray(fc.tuple(name, fc.constantFrom('1', '2')), { selector: ([given]) => given })

    fc.assert(
      fc.property(fc.array(request, { minLength: 2, maxLength: 4 }), requests => {
        for (const given of requests) {
          const expected = given
            .filter(([given]) => given !== 'Signature')
            .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
          expect(canonicalParams(new Map(given))).toBe(encodeForm(new Map(expected)))
        }
      }),
    )
  })

  it('leaves the parameter Signature out', () => {
    expect(canonicalParams(new Map([['Signature', 'x']]))).toBe('')
  })

  it('takes an empty path for the root, and host and method in any case', () => {
    const params = new Map([['A', '1']])

    expect(stringToSign({ method: 'post', host: 'LOCALHOST:4011', path: '', params })).toBe(
      'POST\nlocalhost:4011\n/\nA=1',
    )
  })

  it('cannot be made with an undefined method', () => {
    const params = new Map([['SignatureMethod', 'constructor']])

    expect(() => signature({ method: 'POST', host: 'h', path: '/', params }, 's')).toThrow(TypeError)
  })
})

describe('signing', () => {
  const unsigned = { method: 'POST', host: 'h', path: '/', params: new Map([['Action', 'ListJobs']]) }
  const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }

  it('gives the form that is sent, with the same parameters', () => {
    const signing = { ...key, sessionToken: 'a+/=', time: { expires: new Date('2010-01-31T23:59:59.999Z') } }
    const request = { ...unsigned, params: new Map([...unsigned.params, ['Manifest', "a: b\r\n* '\u00FC'"]]) }

    const { params, problems } = decodeForm(signForm(request, signing))

    expect(problems).toEqual([])
    expect(new Map([...params].sort())).toEqual(new Map([...sign(request, signing)].sort()))
  })

  it('adds Expires in whole seconds, or Timestamp', () => {
    const time = new Date('2026-11-21T04:44:10.999Z')

    expect(sign(unsigned, { ...key, time: { expires: time } }).get('Expires')).toBe('2026-11-21T04:44:10Z')
    expect(sign(unsigned, { ...key, time: { timestamp: time } }).get('Timestamp')).toBe('2026-11-21T04:44:10Z')
  })

  it('signs all that it adds, the session token too, with the method that it names', () => {
    const signed = sign(unsigned, {
      ...key,
      sessionToken: 'token==',
      method: 'HmacSHA1',
      time: { expires: new Date('2026-11-21T04:44:10Z') },
    })

    const text =
      'POST\nh\n/\nAWSAccessKeyId=AKIDEXAMPLE&Action=ListJobs&Expires=2026-11-21T04%3A44%3A10Z&SecurityToken=token%3D%3D' +
      '&SignatureMethod=HmacSHA1&SignatureVersion=2'
    expect(signed.get('Signature')).toBe(createHmac('sha1', 'secret').update(text).digest('base64'))
  })

  it('takes the place of an earlier signature', () => {
    const signing = { ...key, time: { expires: new Date('2026-11-21T04:44:10Z') } }
    const before = sign(unsigned, { ...signing, accessKeyId: 'AKIDOLD', method: 'HmacSHA1' })

    expect(decodeForm(signForm({ ...unsigned, params: before }, signing))).toEqual({
      params: sign(unsigned, signing),
      problems: [],
    })
  })

  it('leaves the request as it was', () => {
    sign(unsigned, { ...key, time: { expires: new Date(0) } })

    expect([...unsigned.params]).toEqual([['Action', 'ListJobs']])
  })
})
