import type { ActionName } from './action-errors.ts'
import { PAGING, type ParameterDoc, type RouteDoc, TEAM } from './route-doc.ts'
import type { SchemaName } from './schemas.ts'

/** What a team stores under names of its own choice. */
interface NamedThing {
  /** As identifiers and sentences have it: `Template`, `template`. */
  readonly name: string
  readonly tag: RouteDoc['tag']
  readonly schemas: { readonly one: SchemaName; readonly list: SchemaName; readonly put: SchemaName }
  /** What puts, reads, deletes and lists it. */
  readonly actions: Readonly<Record<'put' | 'get' | 'delete', ActionName>> & { readonly list?: ActionName }
  /** What there is to know of each route besides what all such things have. */
  readonly about: Readonly<Record<'list' | 'put' | 'get' | 'delete', string>>
  readonly summaries: Readonly<Record<'list' | 'put', string>>
}

type NamedRoute<P extends string> = `GET /v1/${P}` | `${'PUT' | 'GET' | 'DELETE'} /v1/${P}/{name}`

const IF_MATCH: ParameterDoc = {
  about:
    'The ETag of the version that you have seen. If there is another version now, nothing changes. Default: any version.',
}

/** The four routes of things that are stored under a name: each kind of thing is listed, put, read and deleted in the same way. */
export const namedThings = <P extends string>(
  path: P,
  { name, tag, schemas, actions, about, summaries }: NamedThing,
): Readonly<Record<NamedRoute<P>, RouteDoc>> => {
  const word = name.toLowerCase()
  const plural = path
  const routes: Readonly<Record<string, RouteDoc>> = {
    [`GET /v1/${path}`]: {
      id: `list${path.charAt(0).toUpperCase()}${path.slice(1)}`,
      tag,
      summary: summaries.list,
      about: about.list,
      query: { team: TEAM, ...PAGING },
      answers: {
        200: { about: `A page of ${plural}, in the order of their names.`, body: schemas.list, headers: ['Link'] },
      },
      ...(actions.list && { actions: [actions.list] }),
    },
    [`PUT /v1/${path}/{name}`]: {
      id: `put${name}`,
      tag,
      summary: summaries.put,
      about: about.put,
      headers: { 'If-Match': IF_MATCH },
      body: { json: schemas.put },
      answers: {
        200: { about: `The ${word}, changed.`, body: schemas.one, headers: ['ETag'] },
        201: { about: `The new ${word}.`, body: schemas.one, headers: ['ETag', 'Location'] },
      },
      actions: [actions.put],
    },
    [`GET /v1/${path}/{name}`]: {
      id: `get${name}`,
      tag,
      summary: `Get one ${word}`,
      about: about.get,
      query: { team: TEAM },
      answers: { 200: { about: `The ${word}.`, body: schemas.one, headers: ['ETag'] } },
      actions: [actions.get],
    },
    [`DELETE /v1/${path}/{name}`]: {
      id: `delete${name}`,
      tag,
      summary: `Delete one ${word}`,
      about: about.delete,
      headers: { 'If-Match': IF_MATCH },
      answers: { 204: { about: `The ${word} is deleted.` } },
      actions: [actions.delete],
    },
  }
  // The four names above are the four of the type; a computed name is a string to the compiler.
  return routes as Readonly<Record<NamedRoute<P>, RouteDoc>>
}
