import type { ServiceAnswer } from '../../lib/jobs/job.ts'
import type {
  CreateJobRequest,
  Service,
  ServiceCall,
  ServiceJobSummary,
  UpdateJobRequest,
} from '../../lib/jobs/service.ts'
import { ServiceFailure, type ServiceFault } from '../../lib/jobs/service-failure.ts'
import type { Clock } from '../../lib/system.ts'

/** What happens to the next CreateJob. */
export type Fate =
  | 'answered'
  | 'refused'
  | 'credentials refused'
  | 'not sent'
  /** The request never arrived, though it left. */
  | 'lost on the way there'
  | 'garbled on the way there'
  /** The job was made, and nobody heard. */
  | 'answer lost'
  | 'answer garbled'

interface MadeJob extends ServiceJobSummary {
  readonly manifest: string
  readonly accessKeyId: string
}

const REFUSED: ServiceFault = {
  code: 'NoSuchBucketException',
  message: 'The bucket mybucket does not exist',
  requestId: 'r-1',
}
const WRONG_KEY = { code: 'SignatureDoesNotMatch', message: 'The signature does not match' }

export const refusedWith = (code: string) =>
  new ServiceFailure('refused', 'refused', { fault: { code, message: code } })

/** A service in memory that does as it is told, and remembers what it was asked. */
export class ScriptedService implements Service {
  readonly jobs: MadeJob[] = []
  readonly requests: CreateJobRequest[] = []
  readonly calls: ServiceCall[] = []
  readonly fates: Fate[] = []
  /** What happens to the next UpdateJob, CancelJob, GetStatus or GetShippingLabel: `acted` was done, and nobody heard. */
  readonly failures: (ServiceFailure | 'acted')[] = []
  updateWarnings: string[] = []
  /** What it says of a manifest that it refuses, warns of, and of a device on its way. */
  refusal = REFUSED
  warnings: string[] = []
  progressMessage: string | undefined
  listFails = false
  /** How long after its start a request is taken, as with version 4 signatures. Default: until its own deadline */
  acceptsForMs: number | undefined
  /** How often its jobs were listed. */
  listed = 0
  readonly #locations = new Map<string, string>()
  /** What it answers of a job's data. Default: Pending */
  readonly progress = new Map<string, string>()
  /** Every job that it was asked about, in order. */
  readonly asked: string[] = []
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** By how much its clock is ahead of Waybill's; its own times are by the same clock as the world's. */
  aheadMs: number | undefined = 0

  async clockAheadMs() {
    return this.aheadMs
  }

  acceptableUntil({ startedAt, deadline }: Pick<ServiceCall, 'startedAt' | 'deadline'>) {
    return this.acceptsForMs === undefined ? deadline : new Date(startedAt.getTime() + this.acceptsForMs)
  }

  async createJob(request: CreateJobRequest, call: ServiceCall): Promise<ServiceAnswer> {
    this.requests.push(request)
    this.calls.push(call)
    const fate = this.fates.shift() ?? 'answered'
    if (this.#clock() > this.acceptableUntil(call)) throw refusedWith('RequestExpired')
    if (fate === 'refused') throw new ServiceFailure('refused', 'refused', { fault: this.refusal })
    if (fate === 'credentials refused') throw new ServiceFailure('refused', 'refused', { fault: WRONG_KEY })
    if (fate === 'not sent') throw new ServiceFailure('not-sent', 'connection refused')
    if (fate === 'lost on the way there') throw new ServiceFailure('timeout', 'no answer')
    if (fate === 'garbled on the way there') throw new ServiceFailure('unreadable', 'garbage')
    const jobId = `J${1111 + this.jobs.length}`
    if (request.validateOnly) return { ...answer(`${jobId}-VALIDATE-ONLY`), warnings: this.warnings }

    this.jobs.unshift({
      jobId,
      jobType: request.jobType,
      createdAt: this.#clock().toISOString(),
      cancelled: false,
      manifest: request.manifest,
      accessKeyId: call.credentials.accessKeyId,
    })
    if (fate === 'answer lost') throw new ServiceFailure('timeout', 'no answer')
    if (fate === 'answer garbled') throw new ServiceFailure('unreadable', 'garbage')
    return { ...answer(jobId), warnings: this.warnings }
  }

  /** To the service, a job is its key's alone. */
  #ofKey({ credentials }: ServiceCall): readonly MadeJob[] {
    return this.jobs.filter(({ accessKeyId }) => accessKeyId === credentials.accessKeyId)
  }

  #job(jobId: string, call: ServiceCall): MadeJob {
    const job = this.#ofKey(call).find(candidate => candidate.jobId === jobId)
    if (!job) throw refusedWith('InvalidJobIdException')
    return job
  }

  /** Fails before or after `act`, as the next of `failures` says. */
  #fate<T>(act: () => T): T {
    const failure = this.failures.shift()
    if (failure instanceof ServiceFailure) throw failure
    const result = act()
    if (failure === 'acted') throw new ServiceFailure('timeout', 'no answer')
    return result
  }

  async updateJob({ jobId, jobType, manifest, validateOnly }: UpdateJobRequest, call: ServiceCall) {
    this.calls.push(call)
    return this.#fate(() => {
      const job = this.#job(jobId, call)
      if (!validateOnly) this.jobs.splice(this.jobs.indexOf(job), 1, { ...job, jobType, manifest })
      return { warnings: this.updateWarnings, artifacts: [] }
    })
  }

  async cancelJob(jobId: string, call: ServiceCall) {
    this.calls.push(call)
    this.#fate(() => {
      const job = this.#job(jobId, call)
      if (job.cancelled) throw refusedWith('CanceledJobIdException')
      this.jobs.splice(this.jobs.indexOf(job), 1, { ...job, cancelled: true })
    })
  }

  async getShippingLabel({ jobIds }: { readonly jobIds: readonly string[] }, call: ServiceCall) {
    this.calls.push(call)
    return { url: `https://labels.example/shipping-label-${jobIds.map(id => this.#job(id, call).jobId).join('-')}.pdf` }
  }

  /** The device comes to the service. */
  arrive(jobId: string) {
    this.#locations.set(jobId, 'AtAWS')
  }

  /** The device is on its way back. */
  sendBack(jobId: string) {
    this.#locations.set(jobId, 'Returned')
  }

  isReturned(jobId: string) {
    return this.#locations.get(jobId) === 'Returned'
  }

  async getStatus(jobId: string, call: ServiceCall) {
    this.calls.push(call)
    this.asked.push(jobId)
    return this.#fate(() => {
      const job = this.#job(jobId, call)
      const progressCode = job.cancelled ? 'Canceled' : (this.progress.get(jobId) ?? 'Pending')
      return {
        ...answer(jobId),
        jobType: job.jobType,
        locationCode: this.#locations.get(jobId) ?? 'NotReceived',
        progressCode,
        ...(this.progressMessage !== undefined && { progressMessage: this.progressMessage }),
        currentManifest: job.manifest,
      }
    })
  }

  async listJobs({ maxJobs = 100, marker }: { maxJobs?: number; marker?: string }, call: ServiceCall) {
    this.listed += 1
    if (this.listFails) throw new ServiceFailure('timeout', 'no answer')
    const own = this.#ofKey(call)
    const start = marker === undefined ? 0 : own.findIndex(job => job.jobId === marker) + 1
    const jobs = own.slice(start, start + maxJobs)
    return { jobs, truncated: start + maxJobs < own.length, serviceTime: this.#clock() }
  }
}

const answer = (jobId: string): ServiceAnswer => ({
  jobId,
  signature: 'hmgL0julWxoVXeYHHqFQAbvmaL4=',
  signatureFileContents: `version:2.0\nsigningMethod:HmacSHA1\njobId:${jobId}\nsignature:hmgL0julWxoVXeYHHqFQAbvmaL4=\n`,
  shippingAddress: `Depot\nJOBID ${jobId}\n123 Any Street\nAnytown, VA 22153`,
  warnings: [],
  artifacts: [],
})
