import { describe, expect, it } from '@jest/globals'
import { loadingMeanwhile } from '../../../lib/adapters/service/loading-meanwhile.ts'
import type { Service, ServiceCall } from '../../../lib/jobs/service.ts'

const CALL = {} as ServiceCall
const job = (validateOnly: boolean) => ({ jobType: 'Import', manifest: 'text', validateOnly }) as const

describe('what is loaded while a job is created', () => {
  const asked: string[] = []
  const { promise: answer, resolve } = Promise.withResolvers<never>()
  const service = {
    createJob: () => {
      asked.push('createJob')
      return answer
    },
  } as Partial<Service> as Service

  it('is asked for after the service, and before its answer', () => {
    const load = async () => void asked.push('load')

    void loadingMeanwhile(service, load).createJob(job(false), CALL)

    expect(asked.splice(0)).toEqual(['createJob', 'load'])
  })

  it('is not loaded for a job that is only validated', () => {
    const load = async () => void asked.push('load')

    void loadingMeanwhile(service, load).createJob(job(true), CALL)

    expect(asked.splice(0)).toEqual(['createJob'])
  })

  it('takes no answer away where it fails', async () => {
    const failing = loadingMeanwhile(service, () => Promise.reject(new Error('not there')))
    resolve({ jobId: 'J' } as never)

    expect(await failing.createJob(job(false), CALL)).toEqual({ jobId: 'J' })
  })
})
