import { hasMark } from '../../manifest/fields/generator.ts'
import type { ServiceCall, ServiceJobPage, ServiceStatus } from '../service.ts'
import type { SubmissionDeps } from './submission-deps.ts'

export type FoundJob = ServiceStatus & { readonly cancelled: boolean }

/** A search through the service's jobs, newest first. It asks for each page and each job once. */
export interface JobSearch {
  /**
   * The job whose manifest carries a record's id in its `generator`. Only jobs that were made at `oldest` or later, and that
   * do not belong to another record, are searched.
   */
  find(recordId: string, oldest: number): Promise<FoundJob | undefined>
  /** A moment before the list was made, by the service's own clock. */
  serviceTime(): Promise<Date>
  /** By how much the service's clock is ahead of ours, in milliseconds; `undefined`: not known. */
  serviceAheadMs(): Promise<number | undefined>
}

const PAGE = 100

/** @param newCall makes the call for each question, signed with the key whose jobs are searched */
export const createJobSearch = (
  { service, jobs }: Pick<SubmissionDeps, 'service' | 'jobs'>,
  newCall: () => ServiceCall,
): JobSearch => {
  const pages: Promise<ServiceJobPage>[] = []
  const owners = new Map<string, Promise<string | undefined>>()
  const statuses = new Map<string, Promise<ServiceStatus>>()

  const firstPage = () => {
    pages[0] ??= service.listJobs({ maxJobs: PAGE }, newCall())
    return pages[0]
  }
  const pageAfter = ({ jobs: listed, truncated }: ServiceJobPage, index: number) => {
    const marker = listed.at(-1)?.jobId
    if (!truncated || marker === undefined) return undefined
    pages[index] ??= service.listJobs({ maxJobs: PAGE, marker }, newCall())
    return pages[index]
  }
  /** The record that a stored job belongs to. */
  const ownerOf = (jobId: string) => {
    const known = owners.get(jobId) ?? jobs.job(jobId).then(job => job?.id)
    owners.set(jobId, known)
    return known
  }
  const statusOf = (jobId: string) => {
    const known = statuses.get(jobId) ?? service.getStatus(jobId, newCall())
    statuses.set(jobId, known)
    return known
  }

  return {
    serviceTime: async () => (await firstPage()).serviceTime,

    serviceAheadMs: async () => {
      await firstPage()
      return service.clockAheadMs(newCall())
    },

    find: async (recordId, oldest) => {
      let page: ServiceJobPage | undefined = await firstPage()
      for (let next = 1; page; next += 1) {
        for (const { jobId, createdAt, cancelled } of page.jobs) {
          if (Date.parse(createdAt) < oldest) return undefined
          const owner = await ownerOf(jobId)
          if (owner !== undefined && owner !== recordId) continue
          const status = await statusOf(jobId)
          if (hasMark(status.currentManifest ?? '', recordId)) return { ...status, cancelled }
        }
        page = await pageAfter(page, next)
      }
      return undefined
    },
  }
}
