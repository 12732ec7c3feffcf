import type { Service, ServiceCall } from '../../jobs/service.ts'
import { ServiceFailure } from '../../jobs/service-failure.ts'
import { decodeAnswer, decodeFault } from '../../query-api/answer.ts'
import { ALLOWED_SKEW_MS } from '../../query-api/authentication.ts'
import { encodeForm, type Params } from '../../query-api/form.ts'
import type { OperationName, RequestOf, ResultOf } from '../../query-api/operations.ts'
import { encodeRequest } from '../../query-api/request.ts'
import { signForm as signV2 } from '../../query-api/sign-v2.ts'
import { sign as signV4 } from '../../query-api/sign-v4.ts'
import type { Clock } from '../../system.ts'
import { type Exchange, httpExchange, type ServiceHttpAnswer, type SignedPost } from './query-exchange.ts'
import { isValidation, jobSummary, serviceAnswer, serviceStatus, serviceUpdate } from './query-results.ts'
import { createServiceClock } from './service-clock.ts'

export interface QueryServiceOptions {
  /** The service's address, for example `https://importexport.amazonaws.com`. */
  readonly endpoint: URL
  readonly signatureVersion: 2 | 4
  /** The time limit of one call, in milliseconds. Default: 8000 */
  readonly callTimeoutMs?: number
  /** Sends a request. Default: over HTTP */
  readonly exchange?: Exchange
  readonly clock: Clock
}

/**
 * The service over the Query API, one exchange a call.
 *
 * A version 2 request expires with the call's deadline. A version 4 request is good for 15 minutes from the call's start,
 * whenever it is sent. Both by the service's own clock, as far as that is known. No call is started after its deadline, and none is sent twice.
 *
 * Every 5xx is `unreadable`, even one with a fault that looks like a 4xx (`ServiceUnavailable`): what broke may have
 * broken after the job was made. A 4xx with a fault, `Throttling` too, was given before anything was done: `refused`.
 */
export const createQueryService = (options: QueryServiceOptions): Service => {
  const { endpoint, signatureVersion, callTimeoutMs = 8000, exchange = httpExchange, clock } = options
  const serviceClock = createServiceClock()
  let askAgainAt = 0

  /** A call with its times by the service's clock, unless that differs so much that it may be incorrect. */
  const byItsClock = <C extends Omit<ServiceCall, 'credentials'>>(serviceCall: C): C => {
    const { startedAt, deadline, serviceAheadMs = serviceClock.aheadMs() ?? 0 } = serviceCall
    if (Math.abs(serviceAheadMs) > ALLOWED_SKEW_MS) return serviceCall
    const shifted = (time: Date) => new Date(time.getTime() + serviceAheadMs)
    return { ...serviceCall, startedAt: shifted(startedAt), deadline: shifted(deadline) }
  }

  /** Learns the service's time from every answer, also from a fault. */
  const timed = async (post: SignedPost, timeoutMs: number): Promise<ServiceHttpAnswer> => {
    const sentAt = clock()
    const answer = await exchange(endpoint, post, timeoutMs)
    const date = new Date(answer.headers.date ?? '')
    if (!Number.isNaN(date.getTime())) serviceClock.observe(date, sentAt, clock())
    return answer
  }

  const call = async <O extends OperationName>(
    operation: O,
    request: RequestOf<O>,
    serviceCall: ServiceCall,
  ): Promise<{ readonly result: ResultOf<O>; readonly answer: ServiceHttpAnswer; readonly elapsedMs: number }> => {
    const sentAt = clock().getTime()
    const timeoutMs = Math.min(serviceCall.deadline.getTime() - sentAt, callTimeoutMs)
    if (timeoutMs <= 0) throw new ServiceFailure('not-sent', `${operation} was not sent: its deadline has passed.`)

    const signed = SIGNERS[signatureVersion](endpoint, encodeRequest(operation, request), byItsClock(serviceCall))
    const answer = await timed(signed, timeoutMs)
    return { result: readAnswer(operation, answer), answer, elapsedMs: Math.max(0, clock().getTime() - sentAt) }
  }

  return {
    createJob: async ({ jobType, manifest, validateOnly }, serviceCall) => {
      const request = { JobType: jobType, Manifest: manifest, ValidateOnly: validateOnly }
      const { result, answer: http } = await call('CreateJob', request, serviceCall)
      const answer = serviceAnswer(result)
      // A Waybill shows it; AWS and the depot make a job for each request.
      const replayed = http.headers['idempotency-replayed'] === 'true'
      if (answer && isValidation(answer.jobId) === validateOnly) return { ...answer, ...(replayed && { replayed }) }
      throw unreadable('CreateJob', 'it names no job')
    },

    updateJob: async ({ jobId, jobType, manifest, validateOnly }, serviceCall) => {
      const request = { JobId: jobId, JobType: jobType, Manifest: manifest, ValidateOnly: validateOnly }
      const { result } = await call('UpdateJob', request, serviceCall)
      if (result.Success !== true) throw unreadable('UpdateJob', 'its success is missing')
      return serviceUpdate(result)
    },

    cancelJob: async (jobId, serviceCall) => {
      const { result } = await call('CancelJob', { JobId: jobId }, serviceCall)
      if (result.Success !== true) throw unreadable('CancelJob', 'its success is missing')
    },

    getShippingLabel: async ({ jobIds, sender }, serviceCall) => {
      const { result } = await call('GetShippingLabel', { jobIds, ...sender }, serviceCall)
      const { ShippingLabelURL: url, Warning: warning } = result
      if (!url) throw unreadable('GetShippingLabel', 'it names no label')
      return { url, ...(warning && { warning }) }
    },

    getStatus: async (jobId, serviceCall) => {
      const { result } = await call('GetStatus', { JobId: jobId }, serviceCall)
      const status = serviceStatus(result)
      if (!status) throw unreadable('GetStatus', 'it names no job')
      return status
    },

    listJobs: async ({ maxJobs, marker }, serviceCall) => {
      const { result, answer, elapsedMs } = await call('ListJobs', { MaxJobs: maxJobs, Marker: marker }, serviceCall)
      const date = Date.parse(answer.headers.date ?? '')
      if (Number.isNaN(date)) throw unreadable('ListJobs', 'it has no Date')
      const jobs = result.Jobs?.map(jobSummary)
      if (!jobs || result.IsTruncated === undefined) throw unreadable('ListJobs', 'it has no list')
      if (!jobs.every(job => job !== undefined)) throw unreadable('ListJobs', 'a job in it is incomplete')
      return {
        jobs,
        truncated: result.IsTruncated,
        // Many servers write Date when they have finished. The list may be as old as the call, and must not pass for newer;
        // nor may it where this answer's Date is later than all others let expect.
        serviceTime: new Date(Math.min(date, clock().getTime() + (serviceClock.aheadMs() ?? 0)) - elapsedMs),
      }
    },

    clockAheadMs: async ({ deadline }) => {
      const now = clock().getTime()
      if (serviceClock.aheadMs() === undefined && now >= askAgainAt) {
        askAgainAt = now + ASK_AGAIN_MS
        // Unsigned and empty: the service refuses it, and says when.
        const nothing = { headers: { host: endpoint.host, 'content-type': CONTENT_TYPE }, body: '' }
        const timeoutMs = Math.min((deadline.getTime() - now) / 3, callTimeoutMs / 2)
        if (timeoutMs > 0) await timed(nothing, timeoutMs).catch(() => undefined)
      }
      return serviceClock.aheadMs()
    },

    acceptableUntil: serviceCall => {
      const { startedAt, deadline } = byItsClock(serviceCall)
      return signatureVersion === 2 ? expiresV2(deadline) : new Date(startedAt.getTime() + ALLOWED_SKEW_MS)
    },
  }
}

/** A service that does not show its time is not asked for it before each request. */
const ASK_AGAIN_MS = 30_000

/** `Expires` has whole seconds; a fraction counts as one more, so that the request is good until the deadline. */
const expiresV2 = (deadline: Date) => new Date(Math.ceil(deadline.getTime() / 1000) * 1000)

type Signer = (endpoint: URL, params: Params, call: ServiceCall) => SignedPost

const CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=utf-8'

const SIGNERS: Readonly<Record<2 | 4, Signer>> = {
  2: ({ host, pathname: path }, params, { credentials, deadline }) => ({
    headers: { host, 'content-type': CONTENT_TYPE },
    body: signV2({ method: 'POST', host, path, params }, { ...credentials, time: { expires: expiresV2(deadline) } }),
  }),
  4: ({ host, pathname: path }, params, { credentials, startedAt: time }) => {
    const body = encodeForm(params)
    const headers = { host, 'content-type': CONTENT_TYPE }
    return {
      headers: signV4({ method: 'POST', path, query: new Map(), headers, body }, { ...credentials, time }),
      body,
    }
  },
}

const readAnswer = <O extends OperationName>(operation: O, { status, body }: ServiceHttpAnswer): ResultOf<O> => {
  if (status === 200) {
    const result = decodeAnswer(operation, body)
    if (!result) throw unreadable(operation, 'it is not a complete result')
    return result
  }
  const fault = decodeFault(body)
  // Not a no: another copy of the request was there before, and may have made a job.
  const isCopy = fault?.code === 'DuplicateRequest'
  if (fault && !isCopy && status >= 400 && status < 500) {
    throw new ServiceFailure('refused', `${operation} was refused: ${fault.code}.`, { fault })
  }
  const message = `The answer to ${operation} cannot be used: it has status ${status}.`
  throw new ServiceFailure('unreadable', message, fault && { fault })
}

const unreadable = (operation: OperationName, why: string) =>
  new ServiceFailure('unreadable', `The answer to ${operation} cannot be used: ${why}.`)
