import type { Team } from '../../teams/team.ts'

/** A team in an answer. */
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

/** The entity tag of a thing with an id and a version. */
export const versionTag = ({ id, version }: { readonly id: string; readonly version: number }): string =>
  `"${version}-${encodeURIComponent(id)}"`
