import { isObject, isTextList, jsonOf } from '../json.ts'
import { isLoopback, parseHost } from './host-name.ts'

/**
 * A kind of setting: what its text must be, and how the text becomes a value. Without Zod: each function reads its settings at
 * its start, and loading Zod was a quarter of what the authoriser adds to Node's own.
 */
export interface SettingKind<T> {
  /** Ends the sentence "NAME must be set to …". */
  readonly takes: string
  /** `undefined`: the text is not what the setting takes. */
  readonly read: (text: string) => T | undefined
}

const wholeNumber = (text: string, least: number, most: number): number | undefined => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1
  return value >= least && value <= most ? value : undefined
}

export const TEXT: SettingKind<string> = { takes: 'a name or path', read: text => text }

export const WHOLE_NUMBER: SettingKind<number> = {
  takes: 'a whole number',
  read: text => wholeNumber(text, 0, 999_999_999),
}

export const PORT: SettingKind<number> = {
  takes: 'a port number from 0 to 65535',
  read: text => wholeNumber(text, 0, 65_535),
}

/** A job may wait for its device for 30 days. */
export const RETENTION_DAYS: SettingKind<number> = {
  takes: 'a whole number of days, 30 or more',
  read: text => wholeNumber(text, 30, 36_500),
}

/** A request must be over before its signature of a quarter of an hour is. */
export const REQUEST_SECONDS: SettingKind<number> = {
  takes: 'a whole number of seconds from 2 to 600',
  read: text => wholeNumber(text, 2, 600),
}

export const URL_OF_HTTP: SettingKind<URL> = {
  takes: 'an http or https address',
  // Two slashes are asked for: `http:a` is an address to `URL`.
  read: text => (/^https?:\/\//.test(text) ? (URL.parse(text) ?? undefined) : undefined),
}

/** An address to which no third party may read or change what is sent. */
export const TRUSTED_URL: SettingKind<URL> = {
  takes: 'an https address, or an http one on this machine',
  read: text => {
    const url = URL.parse(text)
    return url && isTrusted(url) && url.username === '' && url.password === '' ? url : undefined
  },
}

const isTrusted = ({ protocol, hostname }: URL) =>
  protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))

/** A JSON list of at least one line. */
export const LINES: SettingKind<readonly string[]> = {
  takes: 'a JSON list of lines',
  read: text => filledList(jsonOf(text)),
}

const filledList = (value: unknown): readonly string[] | undefined =>
  isTextList(value) && value.length > 0 ? value : undefined

/** Whose each bucket is. */
export const OWNERS: SettingKind<Readonly<Record<string, readonly string[]>>> = {
  takes: 'JSON such as {"BUCKET": ["TEAM", "ACCESS KEY ID"]}',
  read: text => {
    const buckets = jsonOf(text)
    if (!isObject(buckets)) return undefined
    const owned = Object.entries(buckets).flatMap(([bucket, value]) => {
      const owners = filledList(value)
      return owners ? [[bucket, owners] as const] : []
    })
    return owned.length === Object.keys(buckets).length ? Object.fromEntries(owned) : undefined
  },
}

/** Comma-separated texts. */
export const LIST: SettingKind<readonly string[]> = { takes: 'a list, comma-separated', read: text => itemsOf(text) }

const itemsOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')

export const HOSTS: SettingKind<readonly string[]> = {
  takes: 'host names, comma-separated, each with or without a port',
  read: text => {
    const hosts = itemsOf(text)
    return hosts.every(host => parseHost(host) !== undefined) ? hosts : undefined
  },
}

export const oneOf = <T extends string>(values: readonly [T, ...T[]]): SettingKind<T> => ({
  takes: values.join(' or '),
  read: text => values.find(value => value === text),
})
