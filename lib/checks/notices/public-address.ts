import ipaddr from 'ipaddr.js'

/** Of IPv6, what IANA has given to be routed worldwide; all else is somebody's own, or leads round to it (`::/96`, `64:ff9b::/96`). */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** Parts of it that lead elsewhere or nowhere (IANA, "IPv6 Special-Purpose Address Registry"). */
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(range => ipaddr.IPv6.parseCIDR(range))

/** What ipaddr.js takes for unicast and is none (IANA, "IPv4 Special-Purpose Address Registry"). */
const SPECIAL_V4 = ['192.0.0.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.175.48.0/24'].map(
  range => ipaddr.IPv4.parseCIDR(range),
)

/** Whether an address is one that only the internet at large has: neither of this machine or a network of somebody's own, nor a way round to those. */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv4
    ? !SPECIAL_V4.some(range => address.match(range))
    : address.match(GLOBAL_V6) && !SPECIAL_V6.some(range => address.match(range))
}

/** The address that a URL's host is, if it is one and no name. */
export const addressIn = ({ hostname }: URL): string | undefined => {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1')
  return ipaddr.isValid(literal) ? literal : undefined
}

/** Names that mean this machine or a network of somebody's own, whatever they resolve to (RFC 6761, RFC 6762, ICANN). */
const OWN_NAMES = /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/i

/** Whether a host may be a public one. What its name resolves to is looked at when something is sent. */
export const mayBePublic = (url: URL): boolean => {
  const address = addressIn(url)
  return address === undefined ? !OWN_NAMES.test(url.hostname) : isPublicAddress(address)
}
