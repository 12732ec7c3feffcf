import { KINDS } from './field.ts'
import type { Kind } from './manifest.ts'
import type { Rule } from './rule.ts'
import { CUSTOMS } from './rules/customs.ts'
import { ENCRYPTION } from './rules/encryption.ts'
import { ERASURE } from './rules/erasure.ts'
import { FILE_SYSTEM } from './rules/file-system.ts'
import { LENGTHS } from './rules/lengths.ts'
import { NOTIFICATION } from './rules/notification.ts'
import { OPERATIONS } from './rules/operations.ts'
import { PATTERNS } from './rules/patterns.ts'
import { REGIONS } from './rules/regions.ts'
import { RETURN_ADDRESS } from './rules/return-address.ts'
import { SHIPPING } from './rules/shipping.ts'

/** Every rule between options, one subject a file. */
const RULES: readonly Rule[] = [
  ...CUSTOMS,
  ...ENCRYPTION,
  ...ERASURE,
  ...FILE_SYSTEM,
  ...LENGTHS,
  ...NOTIFICATION,
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
