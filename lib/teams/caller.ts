import type { Actor } from '../audit/event.ts'

/**
 * What a caller may do. A member acts for its team; a viewer sees what its team has and changes none of it. Beside teams, an
 * auditor sees every team's jobs and changes none, an operator looks after teams and keys, and sees no job, and who is of
 * the depot's staff handles the devices that come there, and sees no job of Waybill's.
 */
export const ROLES = ['member', 'viewer', 'auditor', 'operator', 'depot'] as const
export type Role = (typeof ROLES)[number]

/** Who asks, as the authoriser or a verified signature named it. */
export interface Caller {
  /** Whose jobs the caller acts for. Auditors and operators have none; the name of their group stands for it. */
  readonly team: string
  /** The person, role or key behind the request, as the history shows it. Never a secret. */
  readonly principal: string
  readonly role: Role
  /** A member that looks after teams and the depot too, as whoever sits at a machine of their own does. Default: no */
  readonly operates?: boolean
}

/** A request with its caller, and where it came from. */
export interface Asking {
  readonly caller: Caller
  /** Which request it was, as answers and logs name it. */
  readonly requestId?: string | undefined
  /** The access key that signed it. */
  readonly accessKeyId?: string | undefined
  /** The network address that it came from. */
  readonly address?: string | undefined
  readonly userAgent?: string | undefined
}

/** Who asked, as history has it. */
export const actorOf = ({ caller: { principal }, requestId, accessKeyId, address, userAgent }: Asking): Actor => ({
  principal,
  ...(accessKeyId !== undefined && { accessKeyId }),
  ...(address !== undefined && { address }),
  ...(userAgent !== undefined && { userAgent }),
  ...(requestId !== undefined && { requestId }),
})

/** Whether a caller may see what belongs to a team. What one may not see is not there. */
export const maySee = (caller: Caller, team: string) =>
  caller.role === 'auditor' || ((caller.role === 'member' || caller.role === 'viewer') && caller.team === team)

/** Whether a caller may look after teams. */
export const mayOperate = ({ role, operates = false }: Caller) => role === 'operator' || operates

/** Whether a caller may handle devices at the depot. */
export const mayHandle = ({ role, operates = false }: Caller) => role === 'depot' || operates

/**
 * Whose things a list may show that is asked for one team's, or for whatever the caller may see: one team's, or every
 * team's where the answer names none. `undefined`: no team's.
 */
export const teamToShow = (caller: Caller, asked: string | undefined): { readonly team?: string } | undefined => {
  const team = asked ?? (caller.role === 'auditor' ? undefined : caller.team)
  if (team === undefined) return {}
  return maySee(caller, team) ? { team } : undefined
}
