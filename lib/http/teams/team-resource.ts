import type { Team } from '../../teams/team.ts'

/** A team as answers show it. */
export const teamResource = (team: Team, basePath: string) => {
  const { name, members, keys, buckets, copyLogs, dailyJobs, requiredTags, defaults, tier } = team
  return {
    name,
    members,
    keys,
    buckets: buckets ?? null,
    copyLogs,
    dailyJobs: dailyJobs ?? null,
    requiredTags,
    defaults,
    tier,
    createdAt: team.createdAt,
    updatedAt: team.updatedAt,
    updatedBy: team.updatedBy,
    links: { self: `${basePath}/v1/teams/${encodeURIComponent(name)}` },
  }
}

/** The entity tag of whatever has an id of its own and counts its changes. */
export const versionTag = ({ id, version }: { readonly id: string; readonly version: number }): string =>
  `"${version}-${encodeURIComponent(id)}"`
