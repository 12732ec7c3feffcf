import type { Fault } from './faults.ts'
import { type Element, OPERATIONS, type OperationName, type ResultOf } from './operations.ts'
import { child, readXml, type XmlElement } from './xml-reader.ts'
import { element, escapeText } from './xml-writer.ts'

/** The namespace on the wire since 2010. The guides print it without `doc/2010-06-01/`. */
const NAMESPACE = ' xmlns="http://importexport.amazonaws.com/doc/2010-06-01/"'

/** The XML of a result, as the live service writes it: no prolog, a wrapper element, elements in the table's order. */
export const encodeAnswer = <O extends OperationName>(operation: O, result: ResultOf<O>, requestId: string) => {
  const values: Readonly<Record<string, unknown>> = result
  const elements = Object.entries<Element>(OPERATIONS[operation].result).map(([name, kind]) =>
    encodeElement(name, kind, values[name]),
  )
  return element(
    `${operation}Response`,
    element(`${operation}Result`, elements.join('')) + element('ResponseMetadata', textElement('RequestId', requestId)),
    NAMESPACE,
  )
}

/** The XML of a fault, as the live service writes it. `Type` shows who is responsible: the sender or the receiver. */
export const encodeFault = ({ code, message }: Fault, status: number, requestId: string) => {
  const type = textElement('Type', status < 500 ? 'Sender' : 'Receiver')
  const error = element('Error', type + textElement('Code', code) + textElement('Message', message))
  return element('ErrorResponse', error + textElement('RequestId', requestId), NAMESPACE)
}

/** The result in an answer, as typed values. `undefined`: the text is not a whole answer to this operation. */
export const decodeAnswer = <O extends OperationName>(operation: O, text: string): ResultOf<O> | undefined => {
  const root = readXml(text)
  const wrapper = root?.name === `${operation}Response` ? child(root, `${operation}Result`) : undefined
  if (!wrapper) return undefined

  const result: Record<string, unknown> = {}
  for (const [name, kind] of Object.entries<Element>(OPERATIONS[operation].result)) {
    const found = child(wrapper, name)
    if (!found) continue
    const value = decodeElement(kind, found)
    if (value === undefined) return undefined
    result[name] = value
  }
  // The loop has filled in the elements of the table, and the type is made of the same table.
  return result as ResultOf<O>
}

/** A fault of another server, with any code. */
export interface WireFault {
  readonly code: string
  readonly message: string
  readonly requestId?: string
}

/** The fault in an answer; `undefined`: the text is not a fault. Also reads the form of older query services (`<Response><Errors>`). */
export const decodeFault = (text: string): WireFault | undefined => {
  const root = readXml(text)
  const error = root?.name === 'ErrorResponse' ? child(root, 'Error') : child(child(root, 'Errors'), 'Error')
  const code = child(error, 'Code')?.text.trim()
  if (!code) return undefined
  const requestId = (child(root, 'RequestId') ?? child(root, 'RequestID'))?.text.trim()
  return { code, message: child(error, 'Message')?.text.trim() ?? '', ...(requestId && { requestId }) }
}

const textElement = (name: string, text: string) => element(name, escapeText(text))

const encodeElement = (name: string, kind: Element, value: unknown): string => {
  if (value === undefined) return ''
  if (typeof kind === 'string') return textElement(name, value instanceof Date ? wholeSeconds(value) : String(value))
  if (!Array.isArray(value)) throw new TypeError(`${name} must be a list`)
  const members = value.map((member: Readonly<Record<string, unknown>>) =>
    element(
      'member',
      Object.entries(kind.members)
        .map(([field, fieldKind]) => encodeElement(field, fieldKind, member[field]))
        .join(''),
    ),
  )
  return element(name, members.join(''))
}

const decodeElement = (kind: Element, found: XmlElement): unknown => {
  switch (kind) {
    case 'text':
      return found.children.length === 0 ? found.text : undefined
    case 'boolean':
      return BOOLEANS.get(found.text.trim())
    case 'integer':
      return /^\s*\d{1,15}\s*$/.test(found.text) ? Number(found.text) : undefined
    case 'time': {
      const time = new Date(found.text.trim())
      return Number.isNaN(time.getTime()) ? undefined : time
    }
    default:
      return decodeMembers(kind.members, found)
  }
}

const decodeMembers = (members: Readonly<Record<string, Element>>, found: XmlElement) => {
  const list: Record<string, unknown>[] = []
  for (const member of found.children) {
    const fields: Record<string, unknown> = {}
    for (const [name, kind] of Object.entries(members)) {
      const field = child(member, name)
      const value = field && decodeElement(kind, field)
      if (field && value === undefined) return undefined
      if (value !== undefined) fields[name] = value
    }
    list.push(fields)
  }
  return list
}

const BOOLEANS = new Map([
  ['true', true],
  ['false', false],
])

/** `2010-09-21T16:22:10Z`, as the live service writes it. */
const wholeSeconds = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z')
