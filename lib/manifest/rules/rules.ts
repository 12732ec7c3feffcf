import { KINDS, type Kind } from '../manifest.ts'
import { CUSTOMS } from './customs.ts'
import { ENCRYPTION } from './encryption.ts'
import { ERASURE } from './erasure.ts'
import { FILE_SYSTEM } from './file-system.ts'
import { LENGTHS } from './lengths.ts'
import { NOTIFICATION } from './notification.ts'
import { NUMBERS } from './numbers.ts'
import { OPERATIONS } from './operations.ts'
import { PATTERNS } from './patterns.ts'
import { REGIONS } from './regions.ts'
import { RETURN_ADDRESS } from './return-address.ts'
import type { Rule } from './rule.ts'
import { SHIPPING } from './shipping.ts'

/** Every rule between options, one subject a file. */
const RULES: readonly Rule[] = [
  ...CUSTOMS,
  ...ENCRYPTION,
  ...ERASURE,
  ...FILE_SYSTEM,
  ...LENGTHS,
  ...NOTIFICATION,
  ...NUMBERS,
  ...OPERATIONS,
  ...PATTERNS,
  ...REGIONS,
  ...RETURN_ADDRESS,
  ...SHIPPING,
]

const BY_KIND = new Map<Kind | undefined, readonly Rule[]>(
  [undefined, ...KINDS].map(kind => [kind, RULES.filter(({ kinds }) => !kinds || (kind && kinds.includes(kind)))]),
)

/** The rules for a kind; those for every kind while it is not known. */
export const rulesOf = (kind: Kind | undefined): readonly Rule[] => BY_KIND.get(kind) ?? []
