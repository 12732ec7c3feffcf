import { beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import RECORDED from '../../../lib/http/openapi/examples.json' with { type: 'json' }
import { openApi } from '../../../lib/http/openapi/openapi.ts'
import { ROUTES } from '../../../lib/http/routes.ts'
import { type ApiExamples, apiExamples } from '../../support/api-examples.ts'

interface Media {
  readonly schema?: object
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly schema: object; readonly example?: unknown }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>
}

const document = openApi('')
// The document is JSON by its making.
const operationOf = ({ method, path }: (typeof ROUTES)[number]) =>
  document.paths[path]?.[method.toLowerCase()] as Operation

const bodiesOf = ({ requestBody, responses }: Operation) => [
  ...Object.entries(requestBody?.content ?? {}),
  ...Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { content = {} }]) => Object.entries(content)),
]

/** Bodies that no example can show, and why. */
const NOT_SHOWN = {
  'GET /v1/jobs/{jobId}/artifacts/{name}': 'a PDF',
  'GET /v1/openapi.json': 'the document itself',
  'GET /console': 'a page for browsers',
  'GET /console/{file}': 'a file for browsers',
  'GET /cli/waybill.mjs': 'a program',
} as const

describe('the examples of the document', () => {
  let now: ApiExamples
  beforeAll(async () => {
    now = await apiExamples()
  })

  it('are what the functions answer; `npm run docs` writes them anew', () => {
    expect(JSON.parse(JSON.stringify(now))).toEqual(RECORDED)
  })

  it('are there for every operation that has a body to show', () => {
    const without = ROUTES.filter(route => {
      const bodies = bodiesOf(operationOf(route))
      return bodies.length > 0 && bodies.every(([, { examples }]) => examples === undefined)
    }).map(({ method, path }) => `${method} ${path}`)

    expect(without).toEqual(Object.keys(NOT_SHOWN))
  })

  it('are there for every body that a request may have', () => {
    const without = ROUTES.filter(route => {
      const { requestBody } = operationOf(route)
      return requestBody && Object.values(requestBody.content).every(({ examples }) => examples === undefined)
    })

    expect(without).toEqual([])
  })

  it('fit their schemas, also those of parameters', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema({ $id: 'doc', components: document.components })
    const validate = (schema: object, value: unknown) => {
      const check = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/')))
      return check(value) ? [] : [check.errors]
    }
    const examples = ROUTES.flatMap(route => {
      const operation = operationOf(route)
      return [
        ...bodiesOf(operation).flatMap(([, { schema = {}, examples = {} }]) =>
          Object.values(examples).map(({ value }) => [schema, value] as const),
        ),
        ...operation.parameters.flatMap(({ schema, example }) =>
          example === undefined ? [] : [[schema, example] as const],
        ),
      ]
    })

    expect(examples.length).toBeGreaterThan(100)
    expect(examples.flatMap(([schema, value]) => validate(schema, value))).toEqual([])
  })
})
