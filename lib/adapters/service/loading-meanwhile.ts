import type { Service } from '../../jobs/service.ts'

/**
 * A service that takes its time to create a job, so that what its answer is stored with is loaded meanwhile and not after it.
 *
 * @param load where it fails, whoever needs what was to be loaded gets the error
 */
export const loadingMeanwhile = (service: Service, load: () => Promise<unknown>): Service => ({
  ...service,
  createJob: (request, call) => {
    const answer = service.createJob(request, call)
    if (!request.validateOnly) load().catch(() => undefined)
    return answer
  },
})
