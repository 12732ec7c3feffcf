import { bucketsOf } from '../manifest/fields/buckets.ts'
import type { Manifest } from '../manifest/manifest.ts'
import type { Job, JobSubject } from './job.ts'

/** What look-ups need to know of a manifest. */
export const subjectOf = (team: string, manifest: Manifest): JobSubject => ({
  team,
  kind: manifest.kind,
  jobType: manifest.jobType,
  deviceId: manifest.deviceId,
  buckets: [...new Set(bucketsOf(manifest).map(bucket => bucket.name))],
})

/** A job remembers so many. */
const MOST_FORMER = 100

type Former = Pick<Job, 'formerDevices' | 'formerBuckets'>

/** A job's next subject, with the devices and buckets that it had before: lists find the job by those, too. */
export const nextSubject = (job: JobSubject & Former, next: JobSubject): JobSubject & Former => {
  const former = (name: keyof Former, before: readonly string[], now: readonly string[]) => {
    const names = [...new Set([...(job[name] ?? []), ...before])].filter(one => !now.includes(one)).slice(-MOST_FORMER)
    return names.length > 0 || job[name] !== undefined ? { [name]: names } : {}
  }
  return {
    ...next,
    ...former('formerDevices', [job.deviceId], [next.deviceId]),
    ...former('formerBuckets', job.buckets, next.buckets),
  }
}
