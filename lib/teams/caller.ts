/** Who asks, as the authoriser or a verified signature named it. */
export interface Caller {
  /** Whose jobs the caller acts for. */
  readonly team: string
  /** The person, role or key behind the request, as the history shows it. Never a secret. */
  readonly principal: string
  /** A member acts for its own team and sees that team's jobs. An auditor sees every team's and changes none. */
  readonly role: 'member' | 'auditor'
}

/** A request with its caller. */
export interface Asking {
  readonly caller: Caller
  /** Which request it was, as answers and logs name it. */
  readonly requestId?: string | undefined
}

/** Who asked, as the history keeps it. */
export interface Asker {
  readonly principal: string
  readonly requestId?: string
}

export const askerOf = ({ caller: { principal }, requestId }: Asking): Asker => ({
  principal,
  ...(requestId !== undefined && { requestId }),
})

/** Whether a caller may see what belongs to a team. What one may not see is not there. */
export const maySee = (caller: Caller, team: string) => caller.role === 'auditor' || caller.team === team
