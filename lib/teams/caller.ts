import type { Actor } from '../audit/event.ts'

/**
 * What a caller may do:
 *
 * - a member acts for its team;
 * - a viewer sees what its team has, and changes nothing;
 * - an auditor sees every team's jobs, and changes nothing;
 * - an operator manages teams and keys, and sees no job;
 * - the depot's staff handles the devices there, and sees no job of Waybill's.
 */
export const ROLES = ['member', 'viewer', 'auditor', 'operator', 'depot'] as const
export type Role = (typeof ROLES)[number]

/** The caller, from the authoriser or a verified signature. */
export interface Caller {
  /** The team that the caller acts for. For auditors and operators, the name of their group. */
  readonly team: string
  /** The person, role or key behind the request, as the history shows it. Never a secret. */
  readonly principal: string
  readonly role: Role
  /** A member that also manages teams and the depot, as on one machine. Default: no */
  readonly operates?: boolean
}

/** A request's caller and origin. */
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

/** The actor for history. */
export const actorOf = ({ caller: { principal }, requestId, accessKeyId, address, userAgent }: Asking): Actor => ({
  principal,
  ...(accessKeyId !== undefined && { accessKeyId }),
  ...(address !== undefined && { address }),
  ...(userAgent !== undefined && { userAgent }),
  ...(requestId !== undefined && { requestId }),
})

/** Whether a caller may see what belongs to a team. If not, answers are as if it did not exist. */
export const maySee = (caller: Caller, team: string) =>
  caller.role === 'auditor' || ((caller.role === 'member' || caller.role === 'viewer') && caller.team === team)

/** Whether a caller may manage teams. */
export const mayOperate = ({ role, operates = false }: Caller) => role === 'operator' || operates

/** Whether a caller may handle devices at the depot. */
export const mayHandle = ({ role, operates = false }: Caller) => role === 'depot' || operates

/**
 * The team whose things a list shows, if the caller asks for one team or for everything that it may see. An empty object: every
 * team. `undefined`: none.
 */
export const teamToShow = (caller: Caller, asked: string | undefined): { readonly team?: string } | undefined => {
  const team = asked ?? (caller.role === 'auditor' ? undefined : caller.team)
  if (team === undefined) return {}
  return maySee(caller, team) ? { team } : undefined
}
