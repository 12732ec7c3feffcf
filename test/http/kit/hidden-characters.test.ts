import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ROUTES, type Route } from '../../../lib/http/routes.ts'
import { API_STEPS } from '../../support/api-steps.ts'
import { type ApiRequest, type ApiWorld, apiWorld } from '../../support/api-world.ts'

/*
 * Every text of every JSON body, with a character in it that nobody sees or no store can have. What is stored of it would come
 * back as something else, change what a terminal shows, or break a line of a paper.
 */

const CHARACTERS = { 'a NUL': '\0', 'an escape': '\u001b', 'a C1 control': '\u0085', 'half of a character': '\ud800' }

/** What may have any text: a secret is shown nowhere. In a batch each manifest is refused by itself. */
const ANY_TEXT = /^\/to\/secret$|^\/items\//

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

interface Place {
  /** JSON Pointer. */
  readonly at: string
  readonly value: string
  /** The whole with another text in this place. */
  readonly put: (text: string) => Json
}

const textsOf = (value: Json, at = ''): readonly Place[] => {
  if (typeof value === 'string') return [{ at, value, put: text => text }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) =>
    textsOf(member, `${at}/${name}`).map(place => ({
      ...place,
      put: (text: string): Json => {
        const next = place.put(text)
        return Array.isArray(value)
          ? value.map((one: Json, index) => (String(index) === name ? next : one))
          : { ...value, [name]: next }
      },
    })),
  )
}

interface Asked {
  readonly name: string
  readonly route: (typeof ROUTES)[number]
  readonly request: ApiRequest
}

describe('a text of a JSON body', () => {
  let world: ApiWorld
  const asked: Asked[] = []
  beforeAll(async () => {
    world = await apiWorld()
    const answered = new Map<string, Readonly<Record<string, never>>>()
    for (const makeStep of API_STEPS) {
      const { route, as, request = {} } = makeStep(world, name => answered.get(name) ?? {})
      const row = ROUTES.find(({ method, path }) => `${method} ${path}` === route)
      const isJson = String(request.headers?.['Content-Type']).includes('json')
      if (row && isJson) asked.push({ name: `${route} ${as}`, route: row, request })
      // What is taken away in the end stays, so that what changes it finds it.
      if (route.startsWith('GET /v1/audit/') || route.startsWith('DELETE ')) continue
      answered.set(as, (await world.ask(route, request)).body)
    }
  })
  afterAll(() => world.stop())

  it.each(Object.entries(CHARACTERS))('with %s is refused wherever it stands', async (_what, character) => {
    const taken: string[] = []
    for (const { name, route, request } of asked) {
      const body: Json = JSON.parse(String(request.body))
      for (const { at, value, put } of textsOf(body)) {
        if (ANY_TEXT.test(at) && character !== '\ud800') continue
        const text = `${value.slice(0, 1)}${character}${value.slice(1)}`
        const asking = `${(route as Route).method} ${route.path}` as Parameters<ApiWorld['ask']>[0]
        const { status } = await world.ask(asking, { ...request, body: JSON.stringify(put(text)) })
        if (status < 400 || status >= 500) taken.push(`${status} ${name} ${at}`)
      }
    }
    expect(taken).toEqual([])
  })

  it('and every object of it has no member that is lost when the object is copied', async () => {
    const taken: string[] = []
    for (const { name, route, request } of asked) {
      const body = String(request.body)
      for (const { index } of body.matchAll(/\{(?=")/g)) {
        const text = `${body.slice(0, index + 1)}"__proto__":"x",${body.slice(index + 1)}`
        if (!isJson(text)) continue
        const asking = `${(route as Route).method} ${route.path}` as Parameters<ApiWorld['ask']>[0]
        const { status } = await world.ask(asking, { ...request, body: text })
        if (status < 400 || status >= 500) taken.push(`${status} ${name} ${text.slice(0, 80)}`)
      }
    }
    expect(taken).toEqual([])
  })

  it('and every object of it has no member twice, of which one reader takes the first and another the last', async () => {
    const taken: string[] = []
    let tried = 0
    for (const { name, route, request } of asked) {
      const body = String(request.body)
      for (const { index, 1: member } of body.matchAll(/\{("(?:[^"\\]|\\.)*"):/g)) {
        const text = `${body.slice(0, index + 1)}${member}:null,${body.slice(index + 1)}`
        if (!isJson(text)) continue
        tried++
        const asking = `${(route as Route).method} ${route.path}` as Parameters<ApiWorld['ask']>[0]
        const answer = await world.ask(asking, { ...request, body: text })
        const isRefused = answer.status === 400 && answer.body.code === 'FIELD_INVALID'
        if (!isRefused) taken.push(`${answer.status} ${name} ${text.slice(0, 80)}`)
      }
    }
    expect(taken).toEqual([])
    expect(tried).toBeGreaterThan(asked.length)
  })
})

/** A brace may stand in a text, such as a template's. */
const isJson = (text: string) => {
  try {
    return JSON.parse(text) !== undefined
  } catch {
    return false
  }
}
