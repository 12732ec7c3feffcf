import { bucketsOf } from '../manifest/fields/buckets.ts'
import type { Manifest } from '../manifest/manifest.ts'
import type { JobSubject } from './job.ts'

/** What look-ups need to know of a manifest. */
export const subjectOf = (team: string, manifest: Manifest): JobSubject => ({
  team,
  kind: manifest.kind,
  jobType: manifest.jobType,
  deviceId: manifest.deviceId,
  buckets: [...new Set(bucketsOf(manifest).map(bucket => bucket.name))],
})
