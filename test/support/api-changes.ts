import { writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { apiDiff, type Diff } from 'api-smart-diff'
import { openApi } from '../../lib/http/openapi/openapi.ts'

/** The document of the last release, without what only people read. `npm run release:api` writes it. */
export const RELEASED = 'test/fixtures/api/released.json'

/** Of OpenAPI: what a program does not depend on. */
const FOR_PEOPLE = new Set(['description', 'summary', 'example', 'examples', 'tags'])

/** The names below these are names of the API's own, such as a field that is called `description`. */
const NAMES = new Set(['properties', 'headers', 'schemas', 'responses', 'patternProperties'])

const withoutTexts = (value: unknown, isNames = false): unknown => {
  if (Array.isArray(value)) return value.map(one => withoutTexts(one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => isNames || !FOR_PEOPLE.has(name))
      .map(([name, part]) => [name, withoutTexts(part, !isNames && NAMES.has(name))]),
  )
}

type Components = Record<string, Readonly<Record<string, object>>>
type Paths = Readonly<Record<string, object>>
interface ApiDocument {
  readonly paths: Paths
  readonly components: Components
  readonly webhooks?: Readonly<Record<string, { readonly post: { readonly requestBody: object } }>>
}

const isProblem = (value: object): value is { readonly allOf: readonly [object, object] } =>
  'allOf' in value && JSON.stringify(value).startsWith('{"allOf":[{"$ref":"#/components/schemas/Problem"}')

/** Of the problems of an operation the codes: all else of them is compared once, and not 900 times. */
const problemsByCode = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(problemsByCode)
  if (typeof value !== 'object' || value === null) return value
  if (isProblem(value)) return value.allOf[1]
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, problemsByCode(part)]))
}

const answering = (content: object) => ({ get: { responses: { 200: content } } })

/** A document as two are compared: what a webhook is sent is an answer of ours, and not a request to us. */
export const comparable = ({ paths, components, webhooks = {} }: ApiDocument) => {
  const events = Object.entries(webhooks).map(([type, { post }]) => [`/${type}`, answering(post.requestBody)] as const)
  const problem = { '/problem': answering({ content: { json: { schema: { $ref: '#/components/schemas/Problem' } } } }) }
  const all = { paths: { ...paths, ...Object.fromEntries(events), ...problem }, components }
  return {
    openapi: '3.1.0',
    info: { title: 'Waybill', version: '1' },
    // It is JSON by its making.
    ...(problemsByCode(withoutTexts(all)) as { readonly paths: Paths; readonly components: Components }),
  }
}

export type ComparableApi = ReturnType<typeof comparable>

const isAnswer = ({ path }: Diff) => path.includes('responses')

/** Clients read on where an answer has a value that they do not know: docs/api.md asks it of them. */
const isNewValueOfAnswer = (diff: Diff) => isAnswer(diff) && diff.action === 'add' && diff.path.at(-2) === 'enum'

/** The library takes these for harmless. Our bodies have no field that they do not know, and somebody reads each of an answer's. */
const isLostField = ({ path, action }: Diff) => action === 'remove' && path.at(-2) === 'properties'

const isNewLock = ({ path, action }: Diff) => path.at(3) === 'security' && action === 'add'

/** The components that a part of a document leads to. */
const componentsOf = (part: unknown, components: Components, found: Components = {}): Components => {
  for (const [, kind = '', name = ''] of JSON.stringify(part).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
    if (found[kind]?.[name] !== undefined) continue
    const component = components[kind]?.[name]
    if (component === undefined) throw new Error(`There is no ${kind}/${name}.`)
    found[kind] = { ...found[kind], [name]: component }
    componentsOf(component, components, found)
  }
  return found
}

const onePath = ({ paths, components, ...rest }: ComparableApi, path: string) => {
  const { [path]: operations } = paths
  return {
    ...rest,
    paths: operations ? { [path]: operations } : {},
    components: componentsOf(operations ?? {}, components),
  }
}

const isOtherType = ({ path, action }: Diff) => path.at(-1) === 'type' && action === 'replace'

const breaks = (diff: Diff) =>
  (diff.type === 'breaking' && !isNewValueOfAnswer(diff)) || isLostField(diff) || isNewLock(diff) || isOtherType(diff)

/** What makes programs fail that were written for the document before. */
export const breakingChanges = (before: ComparableApi, after: ComparableApi): readonly string[] =>
  Object.keys(before.paths)
    .map(path => [onePath(before, path), onePath(after, path)] as const)
    // The comparison takes its time: a path that is as it was needs none.
    .filter(parts => !isDeepStrictEqual(...parts))
    .flatMap(parts => apiDiff(...parts))
    // What refers to a component is compared with it.
    .filter(diff => diff.path.at(0) !== 'components' && breaks(diff))
    .map(({ path, action }) => `${action} ${path.join(' > ')}`)

if (import.meta.main) writeFileSync(RELEASED, `${JSON.stringify(comparable(openApi('')), undefined, 1)}\n`)
