/** A request of the smoke test. It names its route, so that a function can be called without a gateway. */
export interface SmokeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** As API Gateway spells the path, parameters in braces. */
  readonly route: string
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** The answer, as on the wire. */
export interface SmokeAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** @throws Error if no answer comes */
export type Ask = (request: SmokeRequest) => Promise<SmokeAnswer>

/** `/v1/jobs/{jobId}` with its parameters filled in, percent-encoded. */
export const pathOf = ({ route, params = {} }: SmokeRequest): string =>
  route.replace(/\{(\w+)\}/g, (_braces, name: string) => encodeURIComponent(params[name] ?? ''))
