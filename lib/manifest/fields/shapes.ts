import type { ValueDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import { isBucketName, isOldBucketName, looksLikeIpAddress, OLD_BUCKET_NAME } from './bucket-name.ts'

/** A text of a certain form. */
export interface Shape {
  /** What is wrong with a value; `undefined` if nothing is. */
  readonly check: (value: string, key: string) => ValueDiagnostic | undefined
  /** The same for the JSON Schema, as an ECMA 262 pattern; never stricter than `check`. */
  readonly pattern: string
}

export type ShapeName = 'accessKeyId' | 'amount' | 'bucket' | 'emails' | 'tariff' | 'vault'

const matches = (pattern: string, wrong: (value: string, key: string) => ValueDiagnostic): Shape => {
  const expression = new RegExp(pattern)
  return { pattern, check: (value, key) => (expression.test(value) ? undefined : wrong(value, key)) }
}

/** The names of today pass; the older ones of us-east-1 get a warning. */
const checkBucket = (value: string): ValueDiagnostic | undefined => {
  if (isBucketName(value)) return undefined
  if (isOldBucketName(value)) return { code: 'BUCKET_NAME_OLD_STYLE', params: { value } }
  return { code: 'BUCKET_NAME_INVALID', params: { value, reason: bucketReason(value) } }
}

const bucketReason = (value: string) => {
  if (/^(s3|https?|arn):/i.test(value)) return 'it is an address'
  if (value.includes('/')) return 'a path follows it; paths go into a prefix'
  if (looksLikeIpAddress(value)) return 'it looks like an IP address'
  if (value.length < 3 || value.length > 255) return `it has ${value.length} characters, not 3 to 63`
  if (value.includes('..')) return 'two dots stand side by side'
  return 'a character is not allowed'
}

/** Good enough to distinguish an address from a name or a list with commas; only its owner knows more. */
const EMAIL = /^[^\s@;,<>"]+@[^\s@;,<>"]+$/
/** Addresses as most people write them, without blanks around. */
const EMAILS = /^[^\s@;,<>"]+@[^\s@;,<>"]+(?:;[^\s@;,<>"]+@[^\s@;,<>"]+)*$/

const checkEmails = (value: string): ValueDiagnostic | undefined => {
  if (EMAILS.test(value)) return undefined
  const addresses = value.split(';').map(address => address.trim())
  const bad = addresses.find(address => address !== '' && !EMAIL.test(address))
  if (bad !== undefined) return { code: 'EMAIL_INVALID', params: { value: bad } }
  return addresses.some(address => address !== '') ? undefined : { code: 'EMAIL_INVALID', params: { value } }
}

export const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  accessKeyId: matches('^[A-Za-z0-9]{16,128}$', (_, key) => ({ code: 'ACCESS_KEY_ID_INVALID', params: { key } })),
  // A comma parts thousands only: "250,00" may be 250.00 or 25000, and a customs paper must not leave that open.
  amount: matches('^\\$? ?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\\.[0-9]{1,2})?$', (value, key) => ({
    code: 'CUSTOMS_VALUE_NOT_ALLOWED',
    params: { key, value, allowed: 'an amount in US dollars such as 250.00, with a point before the cents' },
  })),
  bucket: { check: checkBucket, pattern: OLD_BUCKET_NAME },
  emails: { check: checkEmails, pattern: '@' },
  // Customs systems take codes with and without dots, and no source has the service refuse either.
  tariff: matches('^[0-9]{4}\\.?[0-9]{2}(\\.?[0-9]{2}){0,3}$', (value, key) => ({
    code: 'CUSTOMS_VALUE_NOT_ALLOWED',
    params: { key, value, allowed: 'a tariff code such as 8471.70.2000 or 8471702000' },
  })),
  vault: matches('^[A-Za-z0-9._-]{1,255}$', value => ({ code: 'VAULT_NAME_INVALID', params: { value } })),
}
