import { parseHost } from '../settings/host-name.ts'

/** Under which names a server on this machine is reached, besides the machine's own. */
export interface OwnNames {
  /** Host names, each with or without a port. */
  readonly hosts: readonly string[]
  /** Origins whose web pages may call. */
  readonly origins: readonly string[]
}

/** The headers that show the origin of a request; names in lower case. */
export interface OriginHeaders {
  readonly host?: string | undefined
  readonly origin?: string | undefined
  readonly 'sec-fetch-site'?: string | undefined
  readonly 'sec-fetch-dest'?: string | undefined
}

/** The addresses that both servers are reached at, and the name that no other machine can have. */
const OWN_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])
const LONGEST_QUOTE = 100

/**
 * Why a request does not come from a program of this machine's user or from a page that may call; `undefined`: it does.
 *
 * Any web page can make a browser send requests to 127.0.0.1, and a page whose own name resolves to 127.0.0.1 could even
 * read the answers ("DNS rebinding"). Browsers say the truth in `Host`, `Origin`, `Sec-Fetch-Site` and `Sec-Fetch-Dest`, which
 * no page can change; programs other than browsers send only `Host`. Ports are no part of a site: a page of another program of
 * this machine is of the same site, and may not call either.
 *
 * @param port the one that the request came to
 * @param isPage what is asked for is a page that people may come to by a link, such as the one of a provider where they have
 *   signed in. Default: it is not
 */
export const whyForeign = (
  { host = '', origin, 'sec-fetch-site': site, 'sec-fetch-dest': destination }: OriginHeaders,
  port: number,
  { hosts, origins }: OwnNames,
  isPage = false,
): string | undefined => {
  if (!isOwnHost(host, port, hosts)) {
    return `This server does not answer for the host ${quoted(host)}. WAYBILL_HOSTS can name further hosts.`
  }
  if (origin === undefined) {
    const isOpened = isPage && destination === 'document'
    return isOpened || !isOfOther(site) ? undefined : FROM_ANOTHER_PAGE
  }
  if (origins.includes(origin)) return undefined
  if (!isOwnOrigin(origin, port, hosts)) return `A web page of ${quoted(origin)} may not use this server.`
  return site === 'cross-site' ? FROM_ANOTHER_PAGE : undefined
}

/** Of another site, or of another port or name of the same one. A person who types an address is of `none`. */
const isOfOther = (site: string | undefined): boolean => site === 'cross-site' || site === 'same-site'

const FROM_ANOTHER_PAGE =
  'A web page of another origin may not use this server. To open this address yourself, type it into the address bar.'

const quoted = (text: string) => JSON.stringify(text.slice(0, LONGEST_QUOTE))

/** Some clients leave the port out of `Host`; no browser does, unless it really asked port 80. */
const isOwnHost = (text: string, port: number, hosts: readonly string[]): boolean => {
  const host = parseHost(text)
  if (!host) return false
  if (OWN_NAMES.has(host.name) && (host.port === undefined || host.port === port)) return true
  return hosts.some(named => isNamed(named, host.name, host.port, port))
}

const isOwnOrigin = (origin: string, port: number, hosts: readonly string[]): boolean => {
  const url = URL.canParse(origin) ? new URL(origin) : undefined
  const standard = url && STANDARD_PORTS[url.protocol]
  if (!url || standard === undefined) return false
  const given = url.port === '' ? standard : Number(url.port)
  if (OWN_NAMES.has(url.hostname)) return url.protocol === 'http:' && given === port
  return hosts.some(named => isNamed(named, url.hostname, given, port))
}

const STANDARD_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** A host of the settings without a port is reached at ours, or through something in front at the standard ones. */
const isNamed = (named: string, name: string, given: number | undefined, port: number): boolean => {
  const host = parseHost(named)
  if (host?.name !== name) return false
  if (host.port !== undefined) return (given ?? 80) === host.port
  return given === undefined || given === port || given === 80 || given === 443
}
