import ipaddr from 'ipaddr.js'

/** Of IPv6, the addresses that IANA routes worldwide; all others are private, or lead to private ones (`::/96`, `64:ff9b::/96`). */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** Parts of it that lead elsewhere or nowhere (IANA, "IPv6 Special-Purpose Address Registry"). */
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(range => ipaddr.IPv6.parseCIDR(range))

/** Addresses that ipaddr.js wrongly treats as unicast (IANA, "IPv4 Special-Purpose Address Registry"). */
const SPECIAL_V4 = ['192.0.0.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.175.48.0/24'].map(
  range => ipaddr.IPv4.parseCIDR(range),
)

/** Whether an address is public: neither of this machine or a private network, nor a detour to those. */
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

/** Names of this machine or a private network, regardless of what they resolve to (RFC 6761, RFC 6762, ICANN). */
const OWN_NAMES = /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/i

/** Whether a host may be public. The addresses of its name are checked when something is sent. */
export const mayBePublic = (url: URL): boolean => {
  const address = addressIn(url)
  return address === undefined ? !OWN_NAMES.test(url.hostname) : isPublicAddress(address)
}
