import { closest } from '../manifest/fields/spelling.ts'
import { NO_TEAMS, parseTeams, type Teams } from '../teams/teams.ts'
import { parseTiers, type Tiers } from '../teams/tiers.ts'
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
} from './setting-kinds.ts'

interface Setting {
  readonly byDefault?: string
}

/** Reads settings one by one and collects the faults, so that every fault is reported at once. */
export const readSettings = <SettingName extends string>(
  described: Readonly<Record<SettingName, Setting>>,
  environment: Readonly<Record<string, string | undefined>>,
) => {
  const faults: string[] = [...misspelt(Object.keys(described), environment)]

  /** The setting's value. After a fault, `meanwhile` takes its place, and is never used. */
  const read = <T>(name: SettingName, kind: SettingKind<T>, meanwhile: T): T => {
    const text = environment[name] || described[name].byDefault
    const value = text === undefined ? undefined : kind.read(text)
    if (value !== undefined) return value
    faults.push(
      text === undefined
        ? `${name} must be set to ${kind.takes}.`
        : `${name} is ${JSON.stringify(text)}; it takes ${kind.takes}.`,
    )
    return meanwhile
  }

  const settings = {
    isSet: (name: SettingName) => Boolean(environment[name]),
    text: (name: SettingName) => read(name, TEXT, ''),
    /** Empty if the setting is missing. */
    list: (name: SettingName) => (environment[name] ? read(name, LIST, []) : []),
    /** Empty if the setting is missing. */
    hosts: (name: SettingName) => (environment[name] ? read(name, HOSTS, []) : []),
    lines: (name: SettingName) => read(name, LINES, []),
    /** Empty if the setting is missing. */
    owners: (name: SettingName) => (environment[name] ? read(name, OWNERS, {}) : {}),
    optionalText: (name: SettingName) => environment[name] || undefined,
    wholeNumber: (name: SettingName) => read(name, WHOLE_NUMBER, 0),
    retentionDays: (name: SettingName) => read(name, RETENTION_DAYS, 0),
    requestSeconds: (name: SettingName) => read(name, REQUEST_SECONDS, 0),
    port: (name: SettingName) => read(name, PORT, 0),
    url: (name: SettingName) => read(name, URL_OF_HTTP, MEANWHILE),
    trustedUrl: (name: SettingName) => read(name, TRUSTED_URL, MEANWHILE),
    teams: (name: SettingName): Teams => {
      const text = environment[name] ? read(name, TEXT, '') : ''
      const parsed = text === '' ? { teams: NO_TEAMS } : parseTeams(text)
      if ('teams' in parsed) return parsed.teams
      faults.push(...parsed.faults.map(fault => `${name}: ${fault}`))
      return NO_TEAMS
    },
    tiers: (name: SettingName): Tiers => {
      const tiers = parseTiers(environment[name] || '{}')
      if (tiers) return tiers
      faults.push(`${name} must be JSON such as {"standard": {"rate": 20, "burst": 40}}.`)
      return {}
    },
    oneOf: <T extends string>(name: SettingName, values: readonly [T, ...T[]]) => read(name, oneOf(values), values[0]),
  }
  return { settings, faults: faults as readonly string[] }
}

const MEANWHILE = new URL('http://meanwhile.invalid')

/** Names that look like settings but are not, since a misspelt setting must not be ignored silently. */
const misspelt = (known: readonly string[], environment: Readonly<Record<string, string | undefined>>): string[] =>
  Object.keys(environment).flatMap(name => {
    if (environment[name] === undefined || known.includes(name) || !/^wa/i.test(name)) return []
    const meant = closest(name, known)
    if (meant !== undefined) return [`${name} is not a setting; did you mean ${meant}?`]
    return /^waybill_/i.test(name) ? [`${name} is not a setting; docs/settings.md lists the settings.`] : []
  })
