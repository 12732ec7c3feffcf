import { openApi } from '../../lib/http/openapi/openapi.ts'

export interface DocumentedResponse {
  readonly description: string
  readonly headers?: Readonly<Record<string, object>>
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
}

export interface DocumentedParameter {
  readonly name: string
  readonly in: string
  readonly schema: {
    readonly type?: string
    readonly enum?: readonly string[]
    readonly minimum?: number
    readonly maximum?: number
  }
}

/** An operation as the document describes it, its responses in full. */
export interface DocumentedOperation {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly security: readonly object[]
  readonly parameters: readonly DocumentedParameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> }
  readonly responses: Readonly<Record<string, DocumentedResponse>>
}

export const apiDocument = openApi('/prod')

const SHARED: Readonly<Record<string, DocumentedResponse>> = apiDocument.components.responses

const whole = (response: DocumentedResponse | { readonly $ref: string }): DocumentedResponse => {
  const shared = '$ref' in response ? SHARED[response.$ref.split('/').at(-1) ?? ''] : response
  if (!shared) throw new Error(`The document has no ${JSON.stringify(response)}.`)
  return shared
}

/** @param route for example `GET /v1/jobs` */
export const operationOf = (route: string): DocumentedOperation => {
  const [method = '', path = ''] = route.split(' ')
  // The document is JSON by its making.
  const operation = apiDocument.paths[path]?.[method.toLowerCase()] as DocumentedOperation | undefined
  if (!operation) throw new Error(`The document has no ${route}.`)
  const responses = Object.entries(operation.responses).map(([status, response]) => [status, whole(response)])
  return { ...operation, responses: Object.fromEntries(responses) }
}

/** The codes of the problems that an operation is documented with, each with its status. */
export const problemsOf = ({ responses }: DocumentedOperation) =>
  Object.entries(responses).flatMap(([status, { description }]) =>
    [...description.matchAll(/`([A-Z_]+)`: /g)].map(([, code = '']) => ({ code, status: Number(status) })),
  )
