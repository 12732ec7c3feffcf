import { readFileSync } from 'node:fs'
import { parseKeysFile } from '../adapters/secrets/file-keys.ts'
import { ownedBuckets } from '../depot/owned-buckets.ts'
import type { Buckets } from '../depot/ports.ts'
import type { LocalConfig } from '../settings/config.ts'
import type { TeamDirectory } from '../teams/directory.ts'
import { firstTeams } from '../teams/first-teams.ts'
import type { TeamRules } from '../teams/manage/check-team.ts'
import { isTeamName, type Team } from '../teams/team.ts'
import { LOCAL_TEAM } from './data-dir.ts'

/** As settings have them where tokens are not accepted yet. */
const CLAIMS = { teamClaim: 'team', groupsClaim: 'groups', auditorGroup: undefined }

/** The teams that the keys file names, and the one for whoever connects. */
export const teamsOfKeysFile = (keysFile: string, { jwt, operators }: LocalConfig): readonly Team[] => {
  const names = Object.keys(parseKeysFile(readFileSync(keysFile, 'utf8'), keysFile).teams).filter(isTeamName)
  const all = new Set(jwt ? names : [LOCAL_TEAM, ...names])
  // Which keys they have stays in the file, where `waybill keys put` writes too.
  const teams = Object.fromEntries([...all].map(name => [name, { roles: [], keys: [] }]))
  return firstTeams({ teams, auditors: [], operators }, jwt ?? CLAIMS)
}

/** What teams of this machine can be. */
export const localRules = ({ jwt, tiers }: LocalConfig): TeamRules => {
  const { teamClaim, groupsClaim } = jwt ?? CLAIMS
  return { tiers: Object.keys(tiers), claims: [...new Set(['sub', teamClaim, groupsClaim])] }
}

/** Buckets for the depot, with the team that has each of them. */
export const withTeamOwners = (buckets: Buckets, teams: Pick<TeamDirectory, 'ofBucket'>): Buckets =>
  ownedBuckets(buckets, async name => {
    const team = await teams.ofBucket(name)
    return team && [team.name]
  })
