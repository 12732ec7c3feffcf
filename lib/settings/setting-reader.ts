import { jsonOf } from '../json.ts'
import { closest } from '../manifest/fields/spelling.ts'
import { NO_TEAMS, parseTeams, type Teams } from '../teams/teams.ts'
import { isLoopback, parseHost } from './host-name.ts'

/** What is said of a setting. */
interface Setting {
  readonly meaning: string
  readonly byDefault?: string
}

/** Reads settings one by one and gathers what is wrong with them, so that every fault can be named at once. */
export const readSettings = <SettingName extends string>(
  described: Readonly<Record<SettingName, Setting>>,
  environment: Readonly<Record<string, string | undefined>>,
) => {
  const faults: string[] = [...misspelt(Object.keys(described), environment)]

  /** The setting as `parse` understands it; what stands for it meanwhile is of no use, since there is a fault. */
  const read = <T>(name: SettingName, takes: string, parse: (text: string) => T | undefined, meanwhile: T): T => {
    const text = environment[name] || described[name].byDefault
    const value = text === undefined ? undefined : parse(text)
    if (value !== undefined) return value
    faults.push(
      text === undefined
        ? `${name} must be set to ${takes}.`
        : `${name} is ${JSON.stringify(text)}; it takes ${takes}.`,
    )
    return meanwhile
  }

  const wholeNumber = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined)
  const settings = {
    isSet: (name: SettingName) => Boolean(environment[name]),
    text: (name: SettingName) => read(name, 'a name or path', text => text, ''),
    /** Comma-separated; nothing is an empty list. */
    list: (name: SettingName) => listOf(environment[name]),
    /** A list of hosts, each with or without a port. */
    hosts: (name: SettingName) => {
      const hosts = (text: string) => (listOf(text).every(parseHost) ? listOf(text) : undefined)
      return environment[name] ? read(name, 'host names, comma-separated, each with or without a port', hosts, []) : []
    },
    lines: (name: SettingName) => read(name, 'a JSON list of lines', jsonLines, []),
    optionalText: (name: SettingName) => environment[name] || undefined,
    wholeNumber: (name: SettingName) => read(name, 'a whole number', wholeNumber, 0),
    port: (name: SettingName) => {
      const port = (text: string) => {
        const number = wholeNumber(text)
        return number === undefined || number > 65_535 ? undefined : number
      }
      return read(name, 'a port number from 0 to 65535', port, 0)
    },
    url: (name: SettingName) => {
      const url = (text: string) => (/^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined)
      return read(name, 'an http or https address', url, new URL('http://meanwhile.invalid'))
    },
    /** Where no third party may read or change what is sent. */
    trustedUrl: (name: SettingName) =>
      read(name, 'an https address, or an http one on this machine', trustedUrl, new URL('http://meanwhile.invalid')),
    teams: (name: SettingName): Teams => {
      const text = read(name, 'JSON that assigns roles and keys to teams', text => text, '')
      const parsed = text === '' ? { faults: [] } : parseTeams(text)
      if ('teams' in parsed) return parsed.teams
      faults.push(...parsed.faults.map(fault => `${name}: ${fault}`))
      return NO_TEAMS
    },
    oneOf: <T extends string>(name: SettingName, values: readonly [T, ...T[]]) =>
      read(name, values.join(' or '), text => values.find(value => value === text), values[0]),
  }
  return { settings, faults: faults as readonly string[] }
}

const listOf = (text = ''): readonly string[] =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')

const trustedUrl = (text: string): URL | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isTrusted = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  // A password in an address would be shown wherever the address is.
  return isTrusted && url.username === '' && url.password === '' ? url : undefined
}

/** Names that look like settings but are not: a misspelt one would be ignored silently. */
const misspelt = (known: readonly string[], environment: Readonly<Record<string, string | undefined>>): string[] =>
  Object.keys(environment).flatMap(name => {
    if (environment[name] === undefined || known.includes(name) || !/^wa/i.test(name)) return []
    const meant = closest(name, known)
    if (meant !== undefined) return [`${name} is not a setting; did you mean ${meant}?`]
    return /^waybill_/i.test(name) ? [`${name} is not a setting; docs/settings.md lists the settings.`] : []
  })

const jsonLines = (text: string): readonly string[] | undefined => {
  const value = jsonOf(text)
  const isLines = Array.isArray(value) && value.length > 0 && value.every(line => typeof line === 'string')
  return isLines ? value : undefined
}
