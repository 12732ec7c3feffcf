import type { components } from '../../../lib/client/client.ts'
import SHAPES from './answer-shapes.json' with { type: 'json' }

/*
 * The forms of the API's answers. `build/answer-shapes.ts` makes them of the OpenAPI document.
 *
 * A form is a type's name, `any`, `nothing` (an answer without a body), `#NAME` of a shared one, `["list", FORM]`,
 * `["map", FORM]` by any names, `["or", FORM, …]`, or an object of fields, of which those with a `?` may be absent. What else
 * stands in an answer is of a newer Waybill, and does no harm.
 */
type Shape = string | readonly unknown[] | { readonly [field: string]: unknown }

export type Problem = components['schemas']['Problem']

const ROUTES: Readonly<Record<string, Shape>> = SHAPES.routes
const SHARED: Readonly<Record<string, Shape>> = SHAPES.shared

/**
 * Where an answer does not have the form that its route gives, for example `jobs.0.device`; `''` is the whole of it.
 * `undefined`: it has that form.
 *
 * @param route for example `GET /v1/jobs`
 */
export const malformedAt = (route: string, answer: unknown): string | undefined => {
  const shape = ROUTES[route]
  return shape === undefined ? undefined : faultIn(shape, answer, '')
}

/** Whether a value is a problem as the API describes one (RFC 9457). */
export const isProblem = (value: unknown): value is Problem => faultIn('#Problem', value, '') === undefined

/** A form that has a name stands elsewhere. */
const resolved = (shape: Shape): Shape =>
  (typeof shape === 'string' && shape.startsWith('#') ? SHARED[shape.slice(1)] : undefined) ?? shape

const faultIn = (named: Shape, value: unknown, at: string): string | undefined => {
  const shape = resolved(named)
  if (kinship(shape, value) < 0) return at
  if (typeof shape === 'string') return undefined
  if (isTagged(shape)) return faultInTagged(shape, value, at)
  return firstFault(Object.entries(shape), ([name, part]) => {
    const field = nameOf(name)
    const inField = (value as Fields)[field]
    if (inField === undefined) return field !== name || part === 'any' ? undefined : under(at, field)
    return faultIn(part as Shape, inField, under(at, field))
  })
}

type Fields = Readonly<Record<string, unknown>>

type Tagged = readonly [tag: 'list' | 'map' | 'or', ...shapes: Shape[]]

// As they are made.
const isTagged = (shape: unknown): shape is Tagged => Array.isArray(shape)

const faultInTagged = ([tag, ...shapes]: Tagged, value: unknown, at: string): string | undefined => {
  if (tag === 'or') {
    const near = nearest(shapes, value).map(shape => faultIn(shape, value, at))
    return near.includes(undefined) ? undefined : near.length === 1 ? near[0] : at
  }
  const [shape = 'any'] = shapes
  return firstFault(Object.entries(value as object), ([name, part]) => faultIn(shape, part, under(at, name)))
}

/** Of several forms those that a value may be meant to have: none else has so many fields in common with it. */
const nearest = (shapes: readonly Shape[], value: unknown): readonly Shape[] => {
  const kinships = shapes.map(shape => kinship(resolved(shape), value))
  return shapes.filter((_shape, index) => kinships[index] === Math.max(...kinships))
}

/** How many fields a value has in common with a form; below 0: it is of another type. */
const kinship = (shape: Shape, value: unknown): number => {
  const isOf = (does: boolean) => (does ? 0 : -1)
  if (shape === 'any') return 0
  if (typeof shape === 'string') return isOf(typeOf(value) === (shape === 'nothing' ? 'undefined' : shape))
  if (!isTagged(shape)) return isRecord(value) ? Object.keys(shape).filter(name => nameOf(name) in value).length : -1
  const [tag] = shape
  return tag === 'or' ? 0 : isOf(tag === 'list' ? Array.isArray(value) : isRecord(value))
}

const typeOf = (value: unknown): string => (value === null ? 'null' : typeof value)

const isRecord = (value: unknown): value is Fields => typeOf(value) === 'object' && !Array.isArray(value)

/** Of a field that may be absent, too. */
const nameOf = (field: string): string => field.replace(/\?$/, '')

const firstFault = <T>(all: readonly T[], faultOf: (one: T) => string | undefined): string | undefined => {
  for (const one of all) {
    const fault = faultOf(one)
    if (fault !== undefined) return fault
  }
  return undefined
}

const under = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`)
