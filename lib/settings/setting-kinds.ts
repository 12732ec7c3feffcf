import * as z from 'zod/mini'
import { jsonOf } from '../json.ts'
import { isLoopback, parseHost } from './host-name.ts'

/** A kind of setting: what its text must be, and how the text becomes a value. */
export interface SettingKind<T> {
  /** Ends the sentence "NAME must be set to …". */
  readonly takes: string
  /** Made when a setting of this kind is read. */
  readonly schema: () => z.ZodMiniType<T>
}

const text = z.string()
const wholeNumber = () => z.pipe(text.check(z.regex(/^\d{1,9}$/)), z.transform(Number))
const address = () =>
  z.pipe(
    text.check(z.refine(value => URL.canParse(value))),
    z.transform(value => new URL(value)),
  )

export const TEXT: SettingKind<string> = { takes: 'a name or path', schema: () => text }

export const WHOLE_NUMBER: SettingKind<number> = { takes: 'a whole number', schema: () => wholeNumber() }

export const PORT: SettingKind<number> = {
  takes: 'a port number from 0 to 65535',
  schema: () => z.pipe(wholeNumber(), z.number().check(z.maximum(65_535))),
}

/** A job may wait for its device for 30 days. */
export const RETENTION_DAYS: SettingKind<number> = {
  takes: 'a whole number of days, 30 or more',
  schema: () => z.pipe(wholeNumber(), z.number().check(z.minimum(30), z.maximum(36_500))),
}

/** A request must be over before its signature of a quarter of an hour is. */
export const REQUEST_SECONDS: SettingKind<number> = {
  takes: 'a whole number of seconds from 2 to 600',
  schema: () => z.pipe(wholeNumber(), z.number().check(z.minimum(2), z.maximum(600))),
}

export const URL_OF_HTTP: SettingKind<URL> = {
  takes: 'an http or https address',
  // Two slashes are asked for: `http:a` is an address to `URL`.
  schema: () => z.pipe(text.check(z.regex(/^https?:\/\//)), address()),
}

/** An address to which no third party may read or change what is sent. */
export const TRUSTED_URL: SettingKind<URL> = {
  takes: 'an https address, or an http one on this machine',
  schema: () => address().check(z.refine(url => isTrusted(url) && url.username === '' && url.password === '')),
}

const isTrusted = ({ protocol, hostname }: URL) =>
  protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))

/** A JSON list of at least one line. */
export const LINES: SettingKind<readonly string[]> = {
  takes: 'a JSON list of lines',
  schema: () => z.pipe(z.pipe(text, z.transform(jsonOf)), z.array(text).check(z.minLength(1))),
}

/** Whose each bucket is. */
export const OWNERS: SettingKind<Readonly<Record<string, readonly string[]>>> = {
  takes: 'JSON such as {"BUCKET": ["TEAM", "ACCESS KEY ID"]}',
  schema: () => z.pipe(z.pipe(text, z.transform(jsonOf)), z.record(text, z.array(text).check(z.minLength(1)))),
}

/** Comma-separated texts. */
export const LIST: SettingKind<readonly string[]> = {
  takes: 'a list, comma-separated',
  schema: () =>
    z.pipe(
      text,
      z.transform(list =>
        list
          .split(',')
          .map(item => item.trim())
          .filter(item => item !== ''),
      ),
    ),
}

export const HOSTS: SettingKind<readonly string[]> = {
  takes: 'host names, comma-separated, each with or without a port',
  schema: () => z.pipe(LIST.schema(), z.array(text.check(z.refine(host => parseHost(host) !== undefined)))),
}

export const oneOf = <T extends string>(values: readonly [T, ...T[]]): SettingKind<T> => ({
  takes: values.join(' or '),
  schema: () => z.enum(values),
})
