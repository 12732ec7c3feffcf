import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { answerShapesText } from '../../build/answer-shapes.ts'
import EXAMPLES from '../../lib/http/openapi/examples.json' with { type: 'json' }
import { openApi } from '../../lib/http/openapi/openapi.ts'
import { ROUTES } from '../../lib/http/routes.ts'

interface AnswerShape {
  readonly malformedAt: (route: string, answer: unknown) => string | undefined
  readonly isProblem: (value: unknown) => boolean
}

/** By its address, since the console is compiled with settings of its own. */
const { malformedAt, isProblem } = (await import(
  new URL('../../console/src/api/answer-shape.ts', import.meta.url).href
)) as unknown as AnswerShape

interface Operation {
  readonly operationId: string
}

const PATHS = openApi('').paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>

/** What the functions themselves answered: by route, each answer in JSON that they gave. */
const ANSWERS = Object.entries(PATHS).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, { operationId }]) => {
    const { answers = {} } = (EXAMPLES.operations as Readonly<Record<string, { answers?: object }>>)[operationId] ?? {}
    const good = Object.entries(answers).filter(([status]) => status.startsWith('2'))
    return good.flatMap(([status, types]) =>
      Object.entries((types as Readonly<Record<string, object>>)['application/json'] ?? {}).map(
        ([name, answer]) => [`${method.toUpperCase()} ${path}`, `${status} ${name}`, answer as unknown] as const,
      ),
    )
  }),
)

const NO_OBJECTS = [undefined, null, [], [{}], 7, true, 'a text']

describe('the forms of answers', () => {
  it('are those of the OpenAPI document', () => {
    // `npm run docs` writes them anew.
    expect(readFileSync('console/src/api/answer-shapes.json', 'utf8')).toBe(answerShapesText())
  })

  it.each(ANSWERS)('%s answers as its form has it (%s)', (route, _name, answer) => {
    expect(malformedAt(route, answer)).toBeUndefined()
  })

  it.each([...new Set(ANSWERS.map(([route]) => route))])('%s answers nothing that is no object', route => {
    for (const answer of NO_OBJECTS) expect([answer, malformedAt(route, answer)]).toEqual([answer, ''])
    expect(malformedAt(route, {})).toBeDefined()
  })

  it.each(ANSWERS)('%s misses each part that is gone or of another type (%s)', (route, _name, answer) => {
    for (const { at, answer: changed } of mutants(answer)) {
      const fault = malformedAt(route, changed)
      // A part that may be absent, or has a form of its own choice, is named by what it stands in.
      expect([at, fault !== undefined && (at === fault || at.startsWith(fault) || fault.startsWith(at))]).toEqual([
        at,
        true,
      ])
    }
  })

  it('are there for every route that answers in JSON, or with nothing', () => {
    const unknown = ROUTES.map(({ method, path }) => `${method} ${path}`).filter(
      route => route.includes(' /v1/') && malformedAt(route, Symbol('of no form')) === undefined,
    )

    // These give files, which are known by their media types.
    expect(unknown.sort()).toEqual([
      'GET /v1/audit/public-key',
      'GET /v1/jobs/{jobId}/artifacts/{name}',
      'GET /v1/jobs/{jobId}/manifest',
      'GET /v1/jobs/{jobId}/manifests/{number}',
      'GET /v1/jobs/{jobId}/signature',
    ])
  })

  it('let a newer Waybill answer more, and with other words', () => {
    const [, , list] = ANSWERS.find(([route]) => route === 'GET /v1/jobs') ?? []
    const { jobs } = list as { readonly jobs: readonly object[] }

    expect(
      malformedAt('GET /v1/jobs', { jobs: jobs.map(job => ({ ...job, state: 'lost', more: [1] })), more: 1 }),
    ).toBe(undefined)
  })
})

it.each([
  null,
  [],
  {},
  { code: 'JOB_NOT_FOUND', detail: 'There is no such job.' },
  { ...problemWith({ errors: null }) },
  { ...problemWith({ errors: [null] }) },
  { ...problemWith({ title: 7 }) },
])('%j is no problem', value => {
  expect(isProblem(value)).toBe(false)
})

it('a problem is one', () => {
  expect(isProblem(problemWith({}))).toBe(true)
})

function problemWith(parts: object): object {
  const texts = { type: 'about:blank', title: 'T', detail: 'D', instance: '/v1', code: 'C', requestId: 'r' }
  return { ...texts, status: 404, retryable: false, ...parts }
}

/** The answer with one part of another type, for each part that must be there. */
/** Parts of which the document says nothing: what an action changed. */
const ANY = new Set(['before', 'after'])

function* mutants(answer: unknown): Generator<{ readonly at: string; readonly answer: unknown }> {
  if (typeof answer !== 'object' || answer === null) return
  for (const [name, part] of Object.entries(answer)) {
    const put = (changed: unknown) =>
      Array.isArray(answer)
        ? answer.map((one: unknown, index) => (String(index) === name ? changed : one))
        : { ...answer, [name]: changed }
    if (part !== null && !ANY.has(name)) yield { at: name, answer: put(Symbol('of no type')) }
    if (!ANY.has(name)) {
      for (const { at, answer: changed } of mutants(part)) yield { at: `${name}.${at}`, answer: put(changed) }
    }
  }
}
