/** Who asks, as the authoriser or a verified signature named it. */
export interface Caller {
  /** Whose jobs the caller acts for. */
  readonly team: string
  /** The person, role or key behind the request, as the history shows it. Never a secret. */
  readonly principal: string
  /** A member acts for its own team and sees that team's jobs. An auditor sees every team's and changes none. */
  readonly role: 'member' | 'auditor'
}

/** Whether a caller may see what belongs to a team. What one may not see is not there. */
export const maySee = (caller: Caller, team: string) => caller.role === 'auditor' || caller.team === team
