import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import {
  HOSTS,
  LINES,
  LIST,
  oneOf,
  PORT,
  type SettingKind,
  TEXT,
  TRUSTED_URL,
  URL_OF_HTTP,
  WHOLE_NUMBER,
} from '../../lib/settings/setting-kinds.ts'

const KINDS: Readonly<Record<string, SettingKind<unknown>>> = {
  HOSTS,
  LINES,
  LIST,
  PORT,
  TEXT,
  TRUSTED_URL,
  URL_OF_HTTP,
  WHOLE_NUMBER,
}

const readAs = (schema: z.ZodMiniType, text: string | undefined) => {
  const parsed = z.safeParse(schema, text)
  return parsed.success ? parsed.data : 'refused'
}

describe('a setting', () => {
  it.each([
    [WHOLE_NUMBER, '0', 0],
    [WHOLE_NUMBER, '007', 7],
    [WHOLE_NUMBER, '999999999', 999_999_999],
    [WHOLE_NUMBER, '1000000000', 'refused'],
    [WHOLE_NUMBER, '-1', 'refused'],
    [WHOLE_NUMBER, '1.5', 'refused'],
    [WHOLE_NUMBER, '1e3', 'refused'],
    [WHOLE_NUMBER, ' 1', 'refused'],
    [PORT, '65535', 65_535],
    [PORT, '65536', 'refused'],
    [LINES, '["a", "b"]', ['a', 'b']],
    [LINES, '[]', 'refused'],
    [LINES, '[1]', 'refused'],
    [LINES, '{"a": 1}', 'refused'],
    [LINES, 'a', 'refused'],
    [LIST, ' a, ,b ', ['a', 'b']],
    [HOSTS, 'a, b:80', ['a', 'b:80']],
    [HOSTS, 'a, b/c', 'refused'],
    [URL_OF_HTTP, 'http://a', new URL('http://a')],
    [URL_OF_HTTP, 'http:a', 'refused'],
    [URL_OF_HTTP, 'ftp://a', 'refused'],
    [URL_OF_HTTP, 'http://', 'refused'],
    [TRUSTED_URL, 'https://a/x', new URL('https://a/x')],
    [TRUSTED_URL, 'http://127.0.0.1:1', new URL('http://127.0.0.1:1')],
    [TRUSTED_URL, 'http://a', 'refused'],
    [TRUSTED_URL, 'https://user:password@a', 'refused'],
  ] satisfies [SettingKind<unknown>, string, unknown][])('%# is read by its kind', ({ schema }, text, value) => {
    expect(readAs(schema(), text)).toEqual(value)
  })

  it.each(Object.entries(KINDS))('of the kind %s must be set', (_, { schema }) => {
    expect(readAs(schema(), undefined)).toBe('refused')
  })

  it('of several values is one of them, by its exact spelling', () => {
    const { schema, takes } = oneOf(['sqlite', 'dynamodb'])

    expect(takes).toBe('sqlite or dynamodb')
    expect(['sqlite', 'SQLite', ''].map(text => readAs(schema(), text))).toEqual(['sqlite', 'refused', 'refused'])
  })
})
