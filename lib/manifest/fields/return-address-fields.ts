import { KINDS } from '../manifest.ts'
import type { Field } from './field.ts'

const COMMON = { kinds: KINDS, value: { is: 'text' }, source: 'ManifestFileRef_common' } as const

/** The options of `returnAddress`. */
export const RETURN_ADDRESS_FIELDS: readonly Field[] = [
  { ...COMMON, name: 'name', required: KINDS, purpose: 'Whom the parcel goes to; may carry "ATTN" and a second name.' },
  { ...COMMON, name: 'company', advised: KINDS, purpose: 'The company.' },
  { ...COMMON, name: 'street1', required: KINDS, purpose: 'Street and number; no post-office box.' },
  { ...COMMON, name: 'street2', purpose: 'Second line of the street.' },
  { ...COMMON, name: 'street3', purpose: 'Third line of the street.' },
  { ...COMMON, name: 'city', required: KINDS, purpose: 'The city.' },
  {
    ...COMMON,
    name: 'stateOrProvince',
    advised: KINDS,
    purpose: 'State or province; needed in the United States and Canada.',
  },
  { ...COMMON, name: 'postalCode', required: KINDS, purpose: 'The postal or ZIP code.' },
  { ...COMMON, name: 'country', required: KINDS, purpose: 'The country, for example USA.' },
  { ...COMMON, name: 'phoneNumber', required: KINDS, purpose: 'A phone number with its country code.' },
]
