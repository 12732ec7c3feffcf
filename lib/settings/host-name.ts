const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(\d{1,5}))?$/

export interface HostAddress {
  /** In lower case; an IPv6 address in brackets. */
  readonly name: string
  readonly port: number | undefined
}

/** A host as `Host` headers name it: a name or an address, with or without a port. `undefined`: the text is not a host. */
export const parseHost = (text: string): HostAddress | undefined => {
  const [, name, port] = HOST.exec(text.toLowerCase()) ?? []
  return name === undefined ? undefined : { name, port: port === undefined ? undefined : Number(port) }
}

/** Whether a host is this machine for every resolver: what is sent there never leaves it. */
export const isLoopback = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name)
