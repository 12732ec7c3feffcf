import type { PostalAddress } from '../labels/address.ts'
import { CODES } from '../manifest/diagnostics/codes.ts'
import { RETURN_ADDRESS } from '../manifest/rules/return-address.ts'
import { type Fault, fault } from '../query-api/faults.ts'
import type { RequestOf } from '../query-api/operations.ts'

type GivenAddress = Omit<RequestOf<'GetShippingLabel'>, 'jobIds' | 'APIVersion'>

/** What the Web Service Tool asks for (guide, "Filling out your shipping label"); a state it asks for by country. */
const NEEDED = ['name', 'company', 'street1', 'city', 'postalCode', 'country', 'phoneNumber'] as const
const OTHERS = ['street2', 'street3', 'stateOrProvince'] as const

/** A label's line has no room for more. */
const LONGEST = 100

export const isGiven = (address: GivenAddress) => [...NEEDED, ...OTHERS].some(name => address[name]?.trim())

/** A sender's address that a carrier can read: the same rules as for the address that the device is sent back to. */
export const readSender = (given: GivenAddress): PostalAddress | Fault => {
  const value = (name: (typeof NEEDED)[number] | (typeof OTHERS)[number]) => given[name]?.trim() ?? ''
  const missing = NEEDED.filter(name => value(name) === '')
  if (missing.length > 0) return fault('InvalidAddressException', `${missing.join(', ')} must be specified`)
  for (const name of [...NEEDED, ...OTHERS]) {
    const text = value(name)
    if (text.length > LONGEST) return fault('InvalidAddressException', `${name} has more than ${LONGEST} characters`)
    if (/\p{Cc}/u.test(text)) return fault('InvalidAddressException', `${name} has a control character`)
  }
  const optional = OTHERS.filter(name => value(name) !== '').map(name => [name, value(name)] as const)
  const address: PostalAddress = {
    name: value('name'),
    company: value('company'),
    street1: value('street1'),
    city: value('city'),
    postalCode: value('postalCode'),
    country: value('country'),
    phoneNumber: value('phoneNumber'),
    ...Object.fromEntries(optional),
  }
  return ruleFault(address) ?? address
}

const ruleFault = (returnAddress: PostalAddress): Fault | undefined => {
  for (const { code, check } of RETURN_ADDRESS) {
    const { severity, message } = CODES[code]
    const [diagnostic] = severity === 'error' ? check({ returnAddress }, { kind: undefined, bucketRegions: {} }) : []
    if (diagnostic) {
      const params: Readonly<Record<string, unknown>> = diagnostic.params ?? {}
      const sentence = message.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]))
      return fault('InvalidAddressException', sentence)
    }
  }
  return undefined
}
