import { bucketOfThing } from '../../teams/team.ts'

/*
 * Teams share the table of jobs:
 *
 *   TEAM#<name>        TEAM       a team or group: what counts
 *   TEAM-HAS#<thing>   HAS        which team has a member or a key, or is about to; counts only if the team itself lists it
 *   TEAM-BUCKETS       <bucket>   the same of buckets and beginnings of their names, together, so that those that overlap are found
 *   TEAM-NAMES         <name>     every team's name, for lists
 *   TEAMS-MOVED        MARK       the teams of the settings are here
 *   TEAM-OWN#<team>    <kind>#<name>   a template or an address
 *   TEAM-DAYS#<team>   <day>      how many jobs the team has made on a day, where it has a quota
 *   TEAM-TURNS#<team>  TURNS      how far its requests reach ahead, where its tier has a limit
 */

/** The start of the partition keys of teams. Policies name them, so that only one function writes teams. */
export const TEAM_KEYS = {
  team: 'TEAM#',
  has: 'TEAM-HAS#',
  buckets: 'TEAM-BUCKETS',
  names: 'TEAM-NAMES',
  moved: 'TEAMS-MOVED',
  own: 'TEAM-OWN#',
  days: 'TEAM-DAYS#',
  turns: 'TEAM-TURNS#',
} as const

/** A team's own item. */
export const teamKey = (name: string) => ({ pk: TEAM_KEYS.team + name, sk: 'TEAM' })

/** The item that shows which team has or claims a thing. */
export const claimKey = (thing: string) => {
  const bucket = bucketOfThing(thing)
  return bucket === undefined ? { pk: TEAM_KEYS.has + thing, sk: 'HAS' } : { pk: TEAM_KEYS.buckets, sk: bucket }
}
