import { describe, expect, it } from '@jest/globals'
import {
  HOSTS,
  LINES,
  LIST,
  OWNERS,
  oneOf,
  PORT,
  REQUEST_SECONDS,
  RETENTION_DAYS,
  type SettingKind,
  TEXT,
  TRUSTED_URL,
  URL_OF_HTTP,
  WHOLE_NUMBER,
} from '../../lib/settings/setting-kinds.ts'

describe('a setting', () => {
  it.each([
    [WHOLE_NUMBER, '0', 0],
    [WHOLE_NUMBER, '007', 7],
    [WHOLE_NUMBER, '999999999', 999_999_999],
    [WHOLE_NUMBER, '1000000000', undefined],
    [WHOLE_NUMBER, '-1', undefined],
    [WHOLE_NUMBER, '1.5', undefined],
    [WHOLE_NUMBER, '1e3', undefined],
    [WHOLE_NUMBER, ' 1', undefined],
    [PORT, '65535', 65_535],
    [PORT, '65536', undefined],
    [LINES, '["a", "b"]', ['a', 'b']],
    [LINES, '[]', undefined],
    [LINES, '[1]', undefined],
    [LINES, '{"a": 1}', undefined],
    [LINES, 'a', undefined],
    [OWNERS, '{"a": ["b"], "c": ["d", "e"]}', { a: ['b'], c: ['d', 'e'] }],
    [OWNERS, '{}', {}],
    [OWNERS, '{"a": ["b"], "c": []}', undefined],
    [OWNERS, '[]', undefined],
    [RETENTION_DAYS, '30', 30],
    [RETENTION_DAYS, '29', undefined],
    [RETENTION_DAYS, '36501', undefined],
    [REQUEST_SECONDS, '2', 2],
    [REQUEST_SECONDS, '1', undefined],
    [REQUEST_SECONDS, '601', undefined],
    [TEXT, 'a b', 'a b'],
    [LIST, ' a, ,b ', ['a', 'b']],
    [HOSTS, 'a, b:80', ['a', 'b:80']],
    [HOSTS, 'a, b/c', undefined],
    [URL_OF_HTTP, 'http://a', new URL('http://a')],
    [URL_OF_HTTP, 'http:a', undefined],
    [URL_OF_HTTP, 'ftp://a', undefined],
    [URL_OF_HTTP, 'http://', undefined],
    [TRUSTED_URL, 'https://a/x', new URL('https://a/x')],
    [TRUSTED_URL, 'http://127.0.0.1:1', new URL('http://127.0.0.1:1')],
    [TRUSTED_URL, 'http://a', undefined],
    [TRUSTED_URL, 'https://user:password@a', undefined],
  ] satisfies [SettingKind<unknown>, string, unknown][])('%# is read by its kind', ({ read }, text, value) => {
    expect(read(text)).toEqual(value)
  })

  it('of several values is one of them, by its exact spelling', () => {
    const { read, takes } = oneOf(['sqlite', 'dynamodb'])

    expect(takes).toBe('sqlite or dynamodb')
    expect(['sqlite', 'SQLite', ''].map(read)).toEqual(['sqlite', undefined, undefined])
  })
})
