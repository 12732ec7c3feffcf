import { type Fault, fault } from './faults.ts'
import type { Params } from './form.ts'
import { API_VERSION_OF_SDKS, OPERATIONS, type OperationName, type Parameter, type RequestOf } from './operations.ts'

/** The parameters of a request, with `Action` and `Version`, not signed yet. */
export const encodeRequest = <O extends OperationName>(operation: O, request: RequestOf<O>): Params => {
  const params = new Map([
    ['Action', operation],
    ['Version', API_VERSION_OF_SDKS],
  ])
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined) continue
    if (!Array.isArray(value)) params.set(name, String(value))
    else if (value.length === 0) params.set(name, '')
    else for (const [index, member] of value.entries()) params.set(`${name}.member.${index + 1}`, String(member))
  }
  return params
}

/** The typed parameters of a request. Unknown parameters are ignored. */
export const decodeRequest = <O extends OperationName>(operation: O, params: Params): RequestOf<O> | Fault => {
  const request: Record<string, unknown> = {}
  const parameters: Readonly<Record<string, Parameter>> = OPERATIONS[operation].parameters
  for (const [name, parameter] of Object.entries(parameters)) {
    const reading = parameter.type === 'list' ? readMembers(name, params) : readScalar(name, parameter, params)
    if (reading === undefined) {
      if (parameter.missing) return fault(parameter.missing, `${name} must be specified`)
      continue
    }
    if ('code' in reading) return reading
    request[name] = reading.value
  }
  // The loop has filled in the parameters of the table, and the type is made of the same table.
  return request as RequestOf<O>
}

/** A parameter's value; the fault, if it cannot be read; or `undefined`: it is absent or empty. */
type Reading = { readonly value: unknown } | Fault | undefined

type Scalar = Exclude<Parameter['type'], 'list'>

const readScalar = (name: string, parameter: Parameter, params: Params): Reading => {
  const text = params.get(name) ?? ''
  return text === '' ? undefined : READERS[parameter.type as Scalar](text, name, parameter)
}

const READERS: Readonly<Record<Scalar, (text: string, name: string, parameter: Parameter) => Reading>> = {
  text: value => ({ value }),

  // AWS's front ends accept only the booleans of XML Schema (the usual mistake is Python's `True`).
  boolean: (text, name) =>
    found(BOOLEANS.get(text)) ??
    fault('MalformedInput', `${name}: boolean must follow xsd1.1 definition: true, false, 1 or 0`),

  integer: (text, name, { range: [least, greatest] = [0, Number.MAX_SAFE_INTEGER] }) => {
    if (!/^[+-]?\d{1,15}$/.test(text)) return fault('MalformedInput', `${name} must be a whole number`)
    const value = Number(text)
    if (value >= least && value <= greatest) return { value }
    return fault('InvalidParameterException', `${name} must be a whole number from ${least} to ${greatest}`)
  },

  jobType: (text, name) =>
    found(JOB_TYPES.get(text.toLowerCase())) ?? fault('InvalidParameterException', `${name} must be Import or Export`),

  version: (text, name) =>
    /^\d{4}-\d\d-\d\d$/.test(text)
      ? { value: text }
      : fault('InvalidVersionException', `${name} must be a date such as 2012-01-14`),
}

const found = (value: unknown): Reading => (value === undefined ? undefined : { value })

const BOOLEANS = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])
const JOB_TYPES = new Map([
  ['import', 'Import'],
  ['export', 'Export'],
])

/** Reads `Name.member.1`, `Name.member.2` and so on. A gap is a fault, so that no member after it is lost unnoticed. */
const readMembers = (name: string, params: Params): Reading => {
  const prefix = `${name}.member.`
  if (!params.has(`${prefix}1`)) {
    return params.get(name) ? fault('MalformedInput', `${name} goes as ${prefix}1, ${prefix}2, …`) : undefined
  }
  const given = [...params.keys()].filter(key => key.startsWith(prefix))
  const expected = given.map((_, index) => `${prefix}${index + 1}`)
  const absent = expected.find(member => !params.has(member))
  if (absent !== undefined) return fault('MalformedInput', `${absent} is missing; members count from 1 without a gap`)
  const members = expected.map(member => params.get(member) ?? '')
  return { value: members }
}
