import type { Credentials } from '../../../lib/ports.ts'

/** One call of the Query API, with the parameters' own names. */
export interface ClientCall {
  readonly operation: string
  readonly params: Readonly<Record<string, string | number | boolean | readonly string[]>>
  /** Of ListJobs: the client's own paging goes through all jobs, this many a page. */
  readonly pageSize?: number
}

export interface ClientFault {
  readonly code: string
  readonly message: string
  /** Where the client tells it. */
  readonly status?: number
  /** The class of the client's own that it made of the fault. */
  readonly class?: string
}

/** What a client made of an answer; every value as text, times in whole seconds of UTC. */
export interface Outcome {
  // biome-ignore lint/suspicious/noExplicitAny: the client's own answer; each test knows what it looks for
  readonly result?: any
  readonly fault?: ClientFault
}

/** A tool that speaks the Query API and knows nothing of our code. */
export interface QueryClient {
  readonly name: string
  /** What is missing to run it, and how to get that. */
  readonly missing: string | undefined
  /** Has a paging of its own. */
  readonly pages: boolean
  /** Makes calls one after another. */
  readonly ask: (endpoint: string, key: Credentials, calls: readonly ClientCall[]) => Promise<readonly Outcome[]>
}

/** Numbers, booleans and times as the wire has them, so that clients with types and clients without can be compared. */
export const asText = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asText)
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, 'Z')
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?\+00:00$/, '$1Z')
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asText(member)]))
}
