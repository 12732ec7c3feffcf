import { writeFileSync } from 'node:fs'
import { openApi } from '../lib/http/openapi/openapi.ts'

/*
 * Writes the forms of the API's answers, as its OpenAPI document has them, for the console, which holds every answer against
 * them (`console/src/api/answer-shape.ts` has the notation). `npm run docs` runs it.
 */

/** What is read of a JSON Schema. */
interface Schema {
  readonly $ref?: string
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly const?: unknown
  readonly type?: string | readonly string[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
}

type Shape = string | readonly unknown[] | { readonly [field: string]: Shape }

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

interface Operation {
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: Schema }>> }>>
}

/** What the console reads of the document itself, of which the document only says that it is an object. */
const DOCUMENT: Shape = {
  info: { title: 'string', description: 'string' },
  tags: ['list', { name: 'string', description: 'string' }],
  paths: [
    'map',
    ['map', { operationId: 'string', tags: ['list', 'string'], summary: 'string', responses: ['map', ['map', 'any']] }],
  ],
  components: ['map', ['map', 'any']],
}

const JSON_TYPE = 'application/json'

/** The forms of all answers in JSON, by route, and those that several of them have, by name. */
export const answerShapes = (document: Document) => {
  const { schemas } = document.components
  const shared = new Map<string, Shape>()

  /** One of several; those of the same form count once. */
  const or = (all: readonly Shape[]): Shape => {
    const flat = all.flatMap(shape =>
      Array.isArray(shape) && shape[0] === 'or' ? (shape.slice(1) as Shape[]) : [shape],
    )
    const forms = new Map(flat.map(shape => [JSON.stringify(formOf(shape)), shape]))
    return forms.size === 1 ? ([...forms.values()][0] ?? 'any') : ['or', ...forms.values()]
  }
  const formOf = (shape: Shape): Shape =>
    typeof shape === 'string' && shape.startsWith('#') ? (shared.get(shape.slice(1)) ?? shape) : shape

  const shapeOf = (schema: Schema): Shape => {
    const { $ref, type, properties, required = [], additionalProperties: others } = schema
    if ($ref !== undefined) {
      const name = $ref.slice($ref.lastIndexOf('/') + 1)
      if (!shared.has(name)) {
        // A form may have itself as a part.
        shared.set(name, 'any')
        shared.set(name, shapeOf(schemas[name] ?? {}))
      }
      return `#${name}`
    }
    const several = schema.anyOf ?? schema.oneOf
    if (several) return or(several.map(shapeOf))
    if (typeof type === 'object') return or(type.map(one => shapeOf({ ...schema, type: one })))
    if (type === undefined) return 'const' in schema ? typeof schema.const : 'any'
    if (type === 'array') return ['list', shapeOf(schema.items ?? {})]
    if (type !== 'object') return type === 'integer' ? 'number' : type
    if (!properties) return ['map', typeof others === 'object' ? shapeOf(others) : 'any']
    return Object.fromEntries(
      Object.entries(properties).map(([name, one]) => [required.includes(name) ? name : `${name}?`, shapeOf(one)]),
    )
  }

  const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses = {} }]) => {
      const good = Object.entries(responses).filter(([status]) => status.startsWith('2'))
      const given = good.flatMap(([, { content = {} }]) => content[JSON_TYPE]?.schema ?? [])
      if (path === '/v1/openapi.json') return [[`GET ${path}`, DOCUMENT] as const]
      // What the page itself is made of is no answer in JSON, whatever a file's type.
      if (!path.startsWith('/v1/')) return []
      const isEmpty = good.length > 0 && good.every(([status]) => status === '204')
      if (given.length === 0 && !isEmpty) return []
      return [[`${method.toUpperCase()} ${path}`, isEmpty ? 'nothing' : or(given.map(shapeOf))] as const]
    }),
  )
  return { routes: Object.fromEntries(routes), shared: withoutTwins(Object.fromEntries(shared), routes) }
}

/** Only what something names: alternatives of the same form were counted once. */
const withoutTwins = (shared: Readonly<Record<string, Shape>>, routes: unknown): Readonly<Record<string, Shape>> => {
  const named = (value: unknown) => [...JSON.stringify(value).matchAll(/"#(\w+)"/g)].map(([, name = '']) => name)
  const wanted = new Set(named(routes))
  for (const name of wanted) for (const part of named(shared[name] ?? 'any')) wanted.add(part)
  return Object.fromEntries(Object.entries(shared).filter(([name]) => wanted.has(name)))
}

const lines = (record: Readonly<Record<string, unknown>>): string =>
  Object.entries(record)
    .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n')

/** As the file holds it: one form on each line. */
export const answerShapesText = (): string => {
  // The document is JSON by its making.
  const { routes, shared } = answerShapes(JSON.parse(JSON.stringify(openApi(''))) as Document)
  return `{"routes": {\n${lines(routes)}\n}, "shared": {\n${lines(shared)}\n}}\n`
}

if (import.meta.main) {
  writeFileSync(new URL('../console/src/api/answer-shapes.json', import.meta.url), answerShapesText())
}
