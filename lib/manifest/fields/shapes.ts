import type { ValueDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import { isBucketName, isOldBucketName, looksLikeIpAddress, OLD_BUCKET_NAME } from './bucket-name.ts'

/** A form of text. */
export interface Shape {
  /** The diagnostic of a value; `undefined`: the value is valid. */
  readonly check: (value: string, key: string) => ValueDiagnostic | undefined
  /** The same for the JSON Schema, as an ECMA 262 pattern; never stricter than `check`. */
  readonly pattern: string
}

export type ShapeName = 'accessKeyId' | 'amount' | 'bucket' | 'emails' | 'tariff' | 'vault'

const matches = (pattern: string, diagnose: (value: string, key: string) => ValueDiagnostic): Shape => {
  const expression = new RegExp(pattern)
  return { pattern, check: (value, key) => (expression.test(value) ? undefined : diagnose(value, key)) }
}

/** A bucket's name by today's rules. Older names of us-east-1 get a warning. */
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

/** An e-mail address: only distinguishes it from a name or a list with commas. */
const EMAIL = /^[^\s@;,<>"]+@[^\s@;,<>"]+$/
/** Several addresses in the usual form, without blanks around. */
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
  // A comma may only separate thousands: "250,00" could mean 250.00 or 25000, and a customs paper must be clear.
  amount: matches('^\\$? ?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\\.[0-9]{1,2})?$', (value, key) => ({
    code: 'CUSTOMS_VALUE_NOT_ALLOWED',
    params: { key, value, allowed: 'an amount in US dollars such as 250.00, with a point before the cents' },
  })),
  bucket: { check: checkBucket, pattern: OLD_BUCKET_NAME },
  emails: { check: checkEmails, pattern: '@' },
  // Customs systems accept codes with and without dots, and no source shows that the service refuses either.
  tariff: matches('^[0-9]{4}\\.?[0-9]{2}(\\.?[0-9]{2}){0,3}$', (value, key) => ({
    code: 'CUSTOMS_VALUE_NOT_ALLOWED',
    params: { key, value, allowed: 'a tariff code such as 8471.70.2000 or 8471702000' },
  })),
  vault: matches('^[A-Za-z0-9._-]{1,255}$', value => ({ code: 'VAULT_NAME_INVALID', params: { value } })),
}
