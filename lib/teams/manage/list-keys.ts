import type { Caller } from '../caller.ts'
import type { KeyFact } from '../keys.ts'
import type { Team } from '../team.ts'
import { getTeam } from './get-team.ts'
import type { TeamDeps } from './team-deps.ts'

/** What a team signs with a key: new jobs, only questions about earlier ones, or nothing. */
export const KEY_USES = ['new-jobs', 'earlier-jobs', 'nothing'] as const

/** A key of a team, without its secret. */
export interface TeamKeyEntry {
  readonly accessKeyId: string
  readonly team: string
  readonly use: (typeof KEY_USES)[number]
  /** Absent: the team lists a key that has no secret. */
  readonly fact?: KeyFact | undefined
}

/** The end of a page: a key of a team, or, without a key, the team's last one. */
export interface KeyPlace {
  readonly team: string
  readonly accessKeyId?: string | undefined
}

export interface ListKeys {
  readonly caller: Caller
  /** Default: the keys of every team */
  readonly team?: string | undefined
  readonly limit: number
  readonly after?: KeyPlace | undefined
}

type KeyDeps = Pick<TeamDeps, 'teamStore' | 'keyFacts'>

/**
 * Keys in the order of their teams' names, and within a team in its order of preference. A stored key that no team uses is not
 * listed. A page may be short although more follow.
 *
 * Refuses: TEAM_NOT_FOUND.
 */
export const listKeys = async (
  deps: KeyDeps,
  input: ListKeys,
): Promise<{ readonly keys: readonly TeamKeyEntry[]; readonly after?: KeyPlace }> => {
  const { limit, after } = input
  const { teams, last } = await teamsOf(deps, input)
  const looked = []
  let count = 0
  for (const team of teams) {
    const { name } = team
    const ids = [...new Set([...team.keys, ...(await deps.keyFacts.besides(name))])]
    const rest = after?.team === name ? restOf(ids, after.accessKeyId) : ids
    looked.push({ name, ids, rest })
    count += rest.length
    if (count > limit) break
  }
  const facts = await deps.keyFacts.of(looked.flatMap(({ ids, rest }) => (rest.length > 0 ? ids : [])))
  const isUsable = (id: string) => facts.get(id)?.isDeleted === false
  const rows = looked.flatMap(({ name, ids, rest }) => {
    const preferred = ids.find(isUsable)
    return rest.map((accessKeyId): TeamKeyEntry => {
      const use = accessKeyId === preferred ? 'new-jobs' : isUsable(accessKeyId) ? 'earlier-jobs' : 'nothing'
      return { accessKeyId, team: name, use, fact: facts.get(accessKeyId) }
    })
  })
  const keys = rows.slice(0, limit)
  const cut = rows.length > limit ? keys.at(-1) : undefined
  if (cut) return { keys, after: { team: cut.team, accessKeyId: cut.accessKeyId } }
  return { keys, ...(last !== undefined && { after: { team: last } }) }
}

/** The teams whose keys may be on a page, and the last of them if there are more. */
const teamsOf = async (
  deps: KeyDeps,
  { caller, team, limit, after }: ListKeys,
): Promise<{ readonly teams: readonly Team[]; readonly last?: string | undefined }> => {
  if (team !== undefined) return { teams: [await getTeam(deps, { caller, name: team })] }
  const begun = after?.accessKeyId !== undefined ? await deps.teamStore.get(after.team) : undefined
  const page = await deps.teamStore.list({ limit, after: after?.team })
  const teams = [...(begun ? [begun] : []), ...page.teams].filter(({ deletedAt }) => deletedAt === undefined)
  return { teams, last: page.more ? page.teams.at(-1)?.name : undefined }
}

/** The keys after a key. None if the team no longer has that key. */
const restOf = (ids: readonly string[], accessKeyId: string | undefined): readonly string[] => {
  const index = accessKeyId === undefined ? -1 : ids.indexOf(accessKeyId)
  return index < 0 ? [] : ids.slice(index + 1)
}
