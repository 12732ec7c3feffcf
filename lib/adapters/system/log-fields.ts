import { types } from 'node:util'
import { redact } from '../../manifest/redact/redact.ts'
import { isSecretName, SECRET_WORD } from '../../manifest/redact/secret-names.ts'

const CREDENTIAL = /^(?:authorization|cookie|.*token|x-amz-signature)$/i
const HAS_SECRET_WORD = new RegExp(SECRET_WORD, 'i')

/**
 * What a log line shows of a field, for `JSON.stringify`. Nothing of ours logs a secret; this is for the day that something
 * does. An error shows its name, message, stack and causes, and none of what else hangs on it, which may be a whole request.
 */
export const logField = (name: string, value: unknown): unknown => {
  if (value !== undefined && value !== null && (CREDENTIAL.test(name) || isSecretName(name))) return '[redacted]'
  if (typeof value === 'string') return HAS_SECRET_WORD.test(value) ? redact(value) : value
  if (!types.isNativeError(value)) return value
  return {
    name: value.name,
    message: value.message,
    stack: value.stack?.split('\n').slice(1, 6),
    cause: value.cause,
  }
}
