import { type Fault, fault } from './faults.ts'
import type { Params } from './form.ts'
import { API_VERSION_OF_SDKS, OPERATIONS, type OperationName, type Parameter, type RequestOf } from './operations.ts'

/** A request's parameters, `Action` and `Version` included, unsigned. */
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

/** A request's parameters as typed values; unknown parameters are ignored. */
export const decodeRequest = <O extends OperationName>(operation: O, params: Params): RequestOf<O> | Fault => {
  const request: Record<string, unknown> = {}
  const parameters: Readonly<Record<string, Parameter>> = OPERATIONS[operation].parameters
  for (const [name, parameter] of Object.entries(parameters)) {
    const text = params.get(name) ?? ''
    const members = parameter.type === 'list' ? readMembers(name, params) : []
    if (text === '' && members.length === 0) {
      if (parameter.missing) return fault(parameter.missing, `${name} must be specified`)
      continue
    }
    const value = parameter.type === 'list' ? members : READERS[parameter.type](text, parameter)
    if (value === undefined)
      return fault(INVALID[parameter.type] ?? 'InvalidParameterException', complaint(name, parameter))
    request[name] = value
  }
  // The loop has filled in what the table says, which is what the type is made of.
  return request as RequestOf<O>
}

type Reader = (text: string, parameter: Parameter) => unknown

const READERS: Readonly<Record<Exclude<Parameter['type'], 'list'>, Reader>> = {
  text: text => text,
  boolean: text => BOOLEANS.get(text.toLowerCase()),
  integer: (text, { range: [least, greatest] = [0, Number.MAX_SAFE_INTEGER] }) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : undefined
    return number !== undefined && number >= least && number <= greatest ? number : undefined
  },
  jobType: text => JOB_TYPES.get(text.toLowerCase()),
  version: text => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined),
}

const BOOLEANS = new Map([
  ['true', true],
  ['false', false],
])
const JOB_TYPES = new Map([
  ['import', 'Import'],
  ['export', 'Export'],
])

const INVALID: Partial<Record<Parameter['type'], 'InvalidVersionException'>> = { version: 'InvalidVersionException' }

const complaint = (name: string, { type, range }: Parameter) => {
  switch (type) {
    case 'boolean':
      return `${name} must be true or false`
    case 'integer':
      return `${name} must be a whole number${range ? ` from ${range[0]} to ${range[1]}` : ''}`
    case 'jobType':
      return `${name} must be Import or Export`
    case 'version':
      return `${name} must be a date such as 2012-01-14`
    default:
      return `${name} is invalid`
  }
}

/** `Name.member.1`, `Name.member.2` and on, up to the first that is not there. */
const readMembers = (name: string, params: Params): readonly string[] => {
  const members: string[] = []
  for (let value = params.get(`${name}.member.1`); value; value = params.get(`${name}.member.${members.length + 1}`)) {
    members.push(value)
  }
  return members
}
