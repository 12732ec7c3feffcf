import { describe, expect, it } from '@jest/globals'
import { logField } from '../../../lib/adapters/system/log-fields.ts'

const MANIFEST = 'manifestVersion:2.0\ntrueCryptPassword:open sesame\n'

describe('a field of a log line', () => {
  it.each([
    'authorization',
    'Authorization',
    'cookie',
    'X-Amz-Security-Token',
    'sessionToken',
    'token',
    'X-Amz-Signature',
    'trueCryptPassword',
    'pinCode',
    'secretAccessKey',
  ])('hides %s, whatever it holds', name => {
    for (const value of ['text', 7, true, { nested: 'text' }]) expect(logField(name, value)).toBe('[redacted]')
  })

  it.each(['deviceId', 'cookieless', 'authorizationUrl', 'my-x-amz-signature', 'tokens'])('shows %s', name => {
    expect(logField(name, 'text')).toBe('text')
  })

  it('shows that a secret is missing', () => {
    expect(logField('authorization', undefined)).toBeUndefined()
    expect(logField('pinCode', null)).toBeNull()
  })

  it('hides the secret in a text, whatever its name', () => {
    expect(logField('body', MANIFEST)).toBe('manifestVersion:2.0\ntrueCryptPassword:[redacted]\n')
    expect(logField('body', 'deviceId:ABCDE')).toBe('deviceId:ABCDE')
  })

  it('leaves what is neither a text nor an error to JSON', () => {
    const value = { status: 200 }

    expect(logField('answer', value)).toBe(value)
    expect(logField('answer', null)).toBeNull()
  })

  it('shows five lines of where an error came from, its cause, and nothing that hangs on it', () => {
    const cause = new Error('socket closed')
    const error = Object.assign(new Error('no answer', { cause }), {
      stack: ['Error: no answer', 'at 1', 'at 2', 'at 3', 'at 4', 'at 5', 'at 6'].join('\n'),
      request: { body: 'x' },
    })

    expect(logField('error', error)).toEqual({
      name: 'Error',
      message: 'no answer',
      stack: ['at 1', 'at 2', 'at 3', 'at 4', 'at 5'],
      cause,
    })
  })

  it('shows an error that has no stack', () => {
    const error = Object.assign(new Error('no answer'), { stack: undefined })

    expect(logField('error', error)).toMatchObject({ message: 'no answer', stack: undefined })
  })
})
