import RECORDED from './examples.json' with { type: 'json' }

/** Examples by their media types and names. */
type Examples = Readonly<Record<string, Readonly<Record<string, unknown>>>>

interface OperationExamples {
  /** What parameters were, by their names. */
  readonly parameters?: Readonly<Record<string, string | readonly string[]>>
  readonly request?: Examples
  /** By the answer's status. */
  readonly answers?: Readonly<Record<string, Examples>>
}

// What the functions themselves answered (`test/support/api-examples.ts`); a test holds it against what they answer now.
const OPERATIONS: Readonly<Record<string, OperationExamples>> = RECORDED.operations
const WEBHOOKS: Readonly<Record<string, unknown>> = RECORDED.webhooks

export const examplesOf = (operationId: string): OperationExamples => OPERATIONS[operationId] ?? {}

/** The media types of a body, each with its examples. */
export const withExamples = <C extends Readonly<Record<string, object>>>(content: C, examples: Examples = {}) =>
  Object.fromEntries(
    Object.entries(content).map(([type, media]) => {
      const named = Object.entries(examples[type] ?? {}).map(([name, value]) => [name, { value }] as const)
      return [type, { ...media, ...(named.length > 0 && { examples: Object.fromEntries(named) }) }]
    }),
  )

/** A parameter's example, as its schema has it. */
export const parameterExample = (
  given: string | readonly string[] | undefined,
  { type }: { readonly type?: unknown },
): unknown => {
  if (given === undefined || type === 'array') return given
  const [text = ''] = typeof given === 'string' ? [given] : given
  return type === 'integer' || type === 'boolean' ? JSON.parse(text) : text
}

/** An event of a type, as a webhook gets it. */
export const eventExample = (type: string): unknown => WEBHOOKS[type]
