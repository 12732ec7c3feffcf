import type { TeamDirectory } from '../../teams/directory.ts'
import type { Credentials, Keys, TeamKey } from '../../teams/keys.ts'
import { teamOfKey } from '../../teams/who-asks.ts'

/**
 * The keys of a file for the teams of this machine. A key is of the team that lists it, else of the team under which it stands
 * in the file; a key of no team signs nothing. A team prefers what it lists, in its order, to what the file has besides.
 */
export const createTeamFileKeys = (file: Keys, teams: TeamDirectory): Keys => {
  const find: Keys['find'] = async accessKeyId => {
    const key = await file.find(accessKeyId)
    if (!key) return undefined
    const team = (await teamOfKey(teams, accessKeyId)) ?? key.team
    return (await teams.get(team)) ? { ...key, team } : undefined
  }
  return {
    find,
    ofTeam: async name => {
      const team = await teams.get(name)
      if (!team) return []
      const listed = await Promise.all(team.keys.map(find))
      const inFile = await file.ofTeam(name)
      const owners = await Promise.all(inFile.map(({ accessKeyId }) => teamOfKey(teams, accessKeyId)))
      const own = inFile.filter((_, index) => (owners[index] ?? name) === name)
      const all = [...listed.flatMap(key => (key?.team === name ? [signing(key)] : [])), ...own]
      return [...new Map(all.map(key => [key.accessKeyId, key])).values()]
    },
  }
}

/** The part of a key that signing needs. */
const signing = ({ team: _, previousSecretAccessKey: __, ...credentials }: TeamKey): Credentials => credentials
