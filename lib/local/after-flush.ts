import type { Exchange } from '../adapters/service/query-exchange.ts'
import type { BucketFiles } from '../depot/ports.ts'
import type { Service } from '../jobs/service.ts'

/*
 * What is stored here counts as done once it is committed, and is flushed before anything leaves the process that may come
 * of it: an answer, a request to another service, a file elsewhere. What a power cut could undo is never seen outside,
 * and a request waits for one flush, however many changes it has made.
 */

/** Is done once everything that is committed now is flushed. */
export type Flushed = () => Promise<void>

/** A service of others: what it may act on is flushed first. */
export const serviceAfterFlush = (service: Service, flushed: Flushed): Service => {
  const after = async <T>(ask: () => Promise<T>): Promise<T> => {
    await flushed()
    return ask()
  }
  return {
    ...service,
    createJob: (request, call) => after(() => service.createJob(request, call)),
    updateJob: (request, call) => after(() => service.updateJob(request, call)),
    cancelJob: (jobId, call) => after(() => service.cancelJob(jobId, call)),
    getShippingLabel: (request, call) => after(() => service.getShippingLabel(request, call)),
  }
}

/** What a service of ours answers: what it has stored is flushed first. */
export const answersAfterFlush =
  (exchange: Exchange, flushed: Flushed): Exchange =>
  async (...asked) => {
    const answer = await exchange(...asked)
    await flushed()
    return answer
  }

/** Files in buckets: the job that one belongs to is flushed first. */
export const filesAfterFlush = (files: BucketFiles, flushed: Flushed): BucketFiles => ({
  ...files,
  put: async (...file) => {
    await flushed()
    return files.put(...file)
  },
})
