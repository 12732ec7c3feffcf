import type { Fault, FaultCode } from './faults.ts'
import { namesWithoutAmpersand, type Query, queryText } from './form.ts'
import { COMMON_PARAMETERS, OPERATIONS } from './operations.ts'

/** Faults that a forgotten `&` can cause: it hides the next parameter. */
const EXPLAINABLE: ReadonlySet<FaultCode> = new Set([
  'IncompleteSignature',
  'InvalidJobIdException',
  'MalformedQueryString',
  'MissingAction',
  'MissingAuthenticationToken',
  'MissingParameterException',
  'SignatureDoesNotMatch',
])

const NAMES: readonly string[] = [
  ...COMMON_PARAMETERS,
  ...Object.values(OPERATIONS).flatMap(operation => Object.keys(operation.parameters)),
]

/**
 * Adds hints about the request to a fault, so that the user of a defective sample sees the cause at once. A well-formed request
 * gets no hint.
 */
export const explainFault = (
  fault: Fault,
  { query, body }: { readonly query: Query; readonly body: Uint8Array | undefined },
): Fault => {
  if (!EXPLAINABLE.has(fault.code)) return fault
  const text = `${queryText(query)}&${new TextDecoder().decode(body)}`
  const hidden = namesWithoutAmpersand(text, NAMES)
  const hints = [
    ...(hidden.length > 0 ? [`Is an & missing before ${hidden.join(' and ')}?`] : []),
    // Named now, since the next attempt would fail because of it.
    ...(fault.code === 'MalformedQueryString' && lacksTime(text) ? ['Timestamp and Expires are missing too.'] : []),
  ]
  return hints.length === 0 ? fault : { ...fault, message: `${fault.message} (${hints.join(' ')})` }
}

/** Whether a request with a version 2 signature has no time. */
const lacksTime = (text: string) => /(?<!X-Amz-)Signature=/.test(text) && !/(?:Timestamp|Expires)=/.test(text)
