import type { Begin } from '../../audit/record-change.ts'
import { type Asking, actorOf } from '../caller.ts'
import { TeamError, type TeamFault } from '../errors.ts'
import type { TakenThing, TeamPut } from '../ports.ts'
import { isGroup, isTeamName, type Member, OPERATORS, type Team, type TeamSettings, thingsOf } from '../team.ts'
import { type TeamRules, teamFaults } from './check-team.ts'
import { namedInHistory, recordTeamChange } from './record-team-change.ts'
import type { TeamDeps } from './team-deps.ts'

export interface PutTeam extends Asking {
  readonly name: string
  readonly settings: TeamSettings
  /** Whether this is the version that the caller expects (`If-Match`). Required if the team exists. */
  readonly isExpected?: ((team: Team) => boolean) | undefined
  /** Restores a deleted team, with its jobs. Default: no */
  readonly restores?: boolean
}

/**
 * Puts a whole team, or one of the groups beside teams, which replaces its earlier version.
 *
 * 1. Check the team, and report all faults at once.
 * 2. If the team exists, the caller must name its current version.
 * 3. Store the team as a whole or not at all. It must not take a member, key or bucket of another team.
 *
 * Refuses: TEAM_INVALID, TEAM_NOT_FOUND, IF_MATCH_NEEDED, TEAM_CHANGED, TEAM_DELETED, TEAM_OVERLAPS, LAST_OPERATOR.
 */
export const putTeam = (deps: TeamDeps, input: PutTeam): Promise<PutOutcome> =>
  recordTeamChange(deps, actorOf(input), attemptOn(input, 'put-team'), begin => replaceTeam(deps, input, begin))

interface PutOutcome {
  readonly team: Team
  readonly created: boolean
}

/** The stream of an attempt on a team. If no team can have the name, the stream of the caller's team. */
export const attemptOn = ({ name, caller }: Asking & { readonly name: string }, action: 'put-team' | 'delete-team') =>
  isTeamName(name) || isGroup(name)
    ? { team: name, action }
    : { team: caller.team, action, detail: namedInHistory(name) }

const replaceTeam = async (
  deps: TeamDeps,
  { name, settings, isExpected, restores = false, caller }: PutTeam,
  begin: Begin,
): Promise<PutOutcome> => {
  if (!isTeamName(name) && !isGroup(name)) {
    throw new TeamError(
      'TEAM_INVALID',
      'The name of a team is 1 to 63 letters, digits, dots, hyphens and underlines, and starts with a letter or digit; the groups beside teams are -auditors and -operators.',
    )
  }
  const faults = [...teamFaults(name, settings, deps.rules), ...(await addressFaults(deps, name, settings))]
  if (faults.length > 0) throw teamInvalid(faults)
  const before = await deps.teamStore.get(name)
  requireExpected(before, name, isExpected, restores)
  await requireOwnKeys(deps, name, settings.keys, before?.keys)
  if (name === OPERATORS && !settings.members.some(member => canCome(member, deps.rules))) throw lastOperator()

  const at = deps.clock().toISOString()
  const next: Team = {
    ...settings,
    name,
    id: before?.id ?? deps.newId(),
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
    updatedBy: caller.principal,
  }
  await begin({ before, after: next })
  requireDone(await deps.teamStore.put(next, before), next)
  return { team: next, created: before === undefined || before.deletedAt !== undefined }
}

/** @throws TeamError TEAM_CHANGED, TEAM_OVERLAPS */
export const requireDone = (put: TeamPut, team: Team): void => {
  if (put.is === 'changed') throw teamChanged(team.name)
  if (put.is === 'taken') {
    throw overlaps(put.things.map(taken => overlapFault(taken, team)))
  }
}

/** Keys that another team signs with without listing them, and would lose. */
const requireOwnKeys = async (
  { keyFacts }: Pick<TeamDeps, 'keyFacts'>,
  name: string,
  keys: readonly string[],
  listed: readonly string[] = [],
): Promise<void> => {
  const owners = await Promise.all(keys.map(key => (listed.includes(key) ? undefined : keyFacts.signerOf(key))))
  const faults = owners.flatMap((by, at) =>
    by === undefined || by === name ? [] : [takenFault('key', keys[at] ?? '', by, `/keys/${at}`)],
  )
  if (faults.length > 0) throw overlaps(faults)
}

const overlaps = (faults: readonly TeamFault[]) =>
  new TeamError('TEAM_OVERLAPS', 'Another team has a part of this already; nothing was changed.', { faults })

const takenFault = (kind: string, what: string, by: string, pointer: string): TeamFault => ({
  code: `${kind.toUpperCase()}_TAKEN`,
  detail: `${kind === 'bucket' ? 'Bucket' : kind === 'key' ? 'Key' : 'Member'} ${what} is of ${by}; it can be of one only. Remove it there first.`,
  pointer,
})

const overlapFault = ({ thing, by }: TakenThing, team: Team): TeamFault => {
  const [kind = ''] = thing.split(' ')
  const index = thingsOf(team).indexOf(thing)
  const places = [
    ...team.members.map((_, at) => `/members/${at}`),
    ...team.keys.map((_, at) => `/keys/${at}`),
    ...(team.buckets ?? []).map((_, at) => `/buckets/${at}`),
  ]
  return takenFault(kind, thing.slice(kind.length + 1), by, places[index] ?? '')
}

const requireExpected = (
  before: Team | undefined,
  name: string,
  isExpected: PutTeam['isExpected'],
  restores: boolean,
): void => {
  if (!before) {
    if (isExpected) throw new TeamError('TEAM_NOT_FOUND', `Team ${JSON.stringify(name)} does not exist.`)
    return
  }
  if (before.deletedAt !== undefined) {
    if (restores) return
    throw new TeamError(
      'TEAM_DELETED',
      `Team ${name} was deleted at ${before.deletedAt}, and auditors still see its jobs. Choose another name, or send restore=true to take it up again with them.`,
    )
  }
  if (!isExpected) {
    throw new TeamError(
      'IF_MATCH_NEEDED',
      `Team ${name} is there already. Get it, and send its ETag as If-Match, so that no change of others is lost.`,
    )
  }
  if (!isExpected(before)) throw teamChanged(name)
}

/** The fault of a default address that the team's address book does not have. */
const addressFaults = async (
  { belongings }: TeamDeps,
  name: string,
  { defaults: { returnAddress } }: TeamSettings,
): Promise<readonly TeamFault[]> => {
  if (typeof returnAddress !== 'string' || (await belongings.get(name, 'address', returnAddress))) return []
  const detail = "The team's address book has no such address; a member can add it: PUT /v1/addresses/NAME."
  return [{ code: 'ADDRESS_NOT_FOUND', detail, pointer: '/defaults/returnAddress' }]
}

const teamInvalid = (faults: readonly TeamFault[]) =>
  new TeamError('TEAM_INVALID', 'The team cannot be like this; nothing was changed. Fix the entries in "errors".', {
    faults,
  })

export const teamChanged = (name: string) =>
  new TeamError('TEAM_CHANGED', `Team ${name} has changed since that ETag. Get it again, then decide.`)

/** With tokens, ARNs identify no caller, so a group with only ARNs would exclude everyone. */
const canCome = (member: Member, { claims }: TeamRules): boolean => claims === undefined || !('arn' in member)

const lastOperator = () =>
  new TeamError(
    'LAST_OPERATOR',
    'The group needs one operator at least who can come in here: a claim of a token where callers send tokens, otherwise an ARN. Name another one first.',
  )
