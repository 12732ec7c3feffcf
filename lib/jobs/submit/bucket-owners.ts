import { bucketsOf, type NamedBucket } from '../../manifest/fields/buckets.ts'
import type { Manifest } from '../../manifest/manifest.ts'
import type { TeamDirectory } from '../../teams/directory.ts'
import { allowsBucket } from '../../teams/team.ts'
import { JobError } from '../errors.ts'
import type { BucketOwners } from '../ports.ts'

interface OwnerDeps {
  readonly teams?: TeamDirectory
  readonly bucketOwners?: BucketOwners
}

/**
 * Checks that a manifest names only buckets of its team, the log bucket included. Waybill signs for several teams, and no team
 * may use it to read or write another's bucket. A team with a list of buckets may name only those, each for the listed uses.
 * A team without a list may name every bucket that no other team lists; the service decides about the rest.
 *
 * Refuses: BUCKET_NOT_ALLOWED.
 */
export const requireOwnBuckets = async (
  deps: OwnerDeps,
  by: { readonly team: string; readonly accessKeyId: string },
  manifest: Manifest,
): Promise<void> => {
  for (const bucket of bucketsOf(manifest)) {
    const { name, pointer } = bucket
    const why = (await whyNotOfTeam(deps, by.team, bucket)) ?? (await whyNotOwner(deps, by, bucket))
    if (why !== undefined) throw new JobError('BUCKET_NOT_ALLOWED', `Bucket ${name} (${pointer}) ${why}`)
  }
}

const whyNotOfTeam = async ({ teams }: OwnerDeps, name: string, bucket: NamedBucket): Promise<string | undefined> => {
  const team = await teams?.get(name)
  if (!teams || !team) return undefined
  if (team.buckets !== undefined) {
    if (allowsBucket(team, bucket.name, bucket.use)) return undefined
    return `is not among those that team "${name}" may name for ${bucket.use}; nothing was sent. An operator can add it to the team.`
  }
  const owner = await teams.ofBucket(bucket.name)
  return owner && owner.name !== name ? notOwn(name) : undefined
}

const whyNotOwner = async (
  { bucketOwners }: OwnerDeps,
  by: { readonly team: string; readonly accessKeyId: string },
  { name }: NamedBucket,
): Promise<string | undefined> =>
  bucketOwners === undefined || (await bucketOwners.mayUse(name, by)) ? undefined : notOwn(by.team)

const notOwn = (team: string) => `is not one of team "${team}"; nothing was sent. Name a bucket of the team's own.`
