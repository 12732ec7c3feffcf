/** Every error about teams that a caller can act on. Codes are stable; sentences may change. */
const TEAM_ERROR_CODES = [
  'ADDRESS_INVALID',
  'ADDRESS_NOT_FOUND',
  'ADDRESS_TWICE',
  'IF_MATCH_NEEDED',
  'LAST_OPERATOR',
  'TAG_MISSING',
  'TEAM_CHANGED',
  'TEAM_DELETED',
  'TEAM_HAS_JOBS',
  'TEAM_INVALID',
  'TEAM_NOT_FOUND',
  'TEAM_OVERLAPS',
  'TEAM_QUOTA_USED',
  'TEMPLATE_INVALID',
  'TEMPLATE_NOT_FOUND',
  'VALUES_INVALID',
] as const

export type TeamErrorCode = (typeof TEAM_ERROR_CODES)[number]

/** One fault of several. */
export interface TeamFault {
  readonly code: string
  readonly detail: string
  /** JSON Pointer into what was sent. */
  readonly pointer: string
}

export class TeamError extends Error {
  override readonly name = 'TeamError'
  readonly code: TeamErrorCode
  readonly faults: readonly TeamFault[]
  /** After how many seconds the same request may succeed. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: TeamErrorCode,
    message: string,
    {
      faults = [],
      retryAfterSeconds,
    }: { readonly faults?: readonly TeamFault[]; readonly retryAfterSeconds?: number } = {},
  ) {
    super(message)
    this.code = code
    this.faults = faults
    this.retryAfterSeconds = retryAfterSeconds
  }
}
