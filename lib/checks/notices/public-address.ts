import ipaddr from 'ipaddr.js'

/** Unicast in the sense of ipaddr.js: neither private, loopback, link-local, multicast, reserved nor a way round to those. */
export const isPublicAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'

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
