import { bucketsOf } from '../manifest/fields/buckets.ts'
import type { Manifest } from '../manifest/manifest.ts'
import type { Job, JobSubject } from './job.ts'

/** The facts of a manifest that look-ups need. */
export const subjectOf = (team: string, manifest: Manifest): JobSubject => ({
  team,
  kind: manifest.kind,
  jobType: manifest.jobType,
  deviceId: manifest.deviceId,
  buckets: [...new Set(bucketsOf(manifest).map(bucket => bucket.name))],
})

/** How many earlier devices, and buckets, a job remembers. */
const MOST_FORMER = 100

type Former = Pick<Job, 'formerDevices' | 'formerBuckets'>

/** A job's next subject, with its earlier devices and buckets, so that lists find the job by these too. */
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
