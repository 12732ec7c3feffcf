/** The port of the Import/Export service. */
import type { JobType } from '../manifest/manifest.ts'
import type { Timestamp } from '../system.ts'
import type { Credentials } from '../teams/keys.ts'
import type { Artifact, ServiceAnswer } from './job.ts'

/** How one call to the service is signed and how long it may take. */
export interface ServiceCall {
  readonly credentials: Credentials
  /** When the request was made. A version 4 signature carries this time. */
  readonly startedAt: Date
  /** When the caller stops waiting. A version 2 signature expires then. */
  readonly deadline: Date
  /** By how much the service's clock is ahead of ours; signatures carry its time. Default: learnt from its answers so far */
  readonly serviceAheadMs?: number
}

export interface CreateJobRequest {
  readonly jobType: JobType
  readonly manifest: string
  readonly validateOnly: boolean
}

export interface UpdateJobRequest extends CreateJobRequest {
  readonly jobId: string
}

/** The answer of UpdateJob. */
export interface ServiceUpdate {
  readonly warnings: readonly string[]
  readonly artifacts: readonly Artifact[]
}

/** The sender on a shipping label. The service fills in absent fields, or refuses the request. */
export interface SenderAddress {
  readonly name?: string | undefined
  readonly company?: string | undefined
  readonly phoneNumber?: string | undefined
  readonly country?: string | undefined
  readonly stateOrProvince?: string | undefined
  readonly city?: string | undefined
  readonly postalCode?: string | undefined
  readonly street1?: string | undefined
  readonly street2?: string | undefined
  readonly street3?: string | undefined
}

export interface ServiceLabel {
  /** The address of the label, a PDF. */
  readonly url: string
  readonly warning?: string
}

/** The answer of GetStatus, with the service's own codes and messages. */
export interface ServiceStatus extends ServiceAnswer {
  readonly jobType: JobType
  readonly locationCode?: string
  readonly locationMessage?: string
  readonly progressCode?: string
  readonly progressMessage?: string
  readonly carrier?: string
  readonly trackingNumber?: string
  readonly logBucket?: string
  readonly logKey?: string
  readonly errorCount?: number
  readonly currentManifest?: string
  readonly createdAt?: Timestamp
}

export interface ServiceJobSummary {
  readonly jobId: string
  readonly jobType: JobType
  readonly createdAt: Timestamp
  readonly cancelled: boolean
}

export interface ServiceJobPage {
  readonly jobs: readonly ServiceJobSummary[]
  readonly truncated: boolean
  /** A moment before the list was made, by the service's own clock (its `Date` header). */
  readonly serviceTime: Date
}

/** The answer of CreateJob. */
export interface CreationAnswer extends ServiceAnswer {
  /** An earlier request made the job. Only another Waybill answers this. */
  readonly replayed?: true
}

/** The Import/Export service. Every method throws `ServiceFailure` if the call has no result. */
export interface Service {
  createJob(request: CreateJobRequest, call: ServiceCall): Promise<CreationAnswer>
  updateJob(request: UpdateJobRequest, call: ServiceCall): Promise<ServiceUpdate>
  cancelJob(jobId: string, call: ServiceCall): Promise<void>
  getStatus(jobId: string, call: ServiceCall): Promise<ServiceStatus>
  getShippingLabel(
    request: { readonly jobIds: readonly string[]; readonly sender: SenderAddress },
    call: ServiceCall,
  ): Promise<ServiceLabel>
  /** Newest first; `marker` is the last job ID of the page before. */
  listJobs(page: { maxJobs?: number; marker?: string }, call: ServiceCall): Promise<ServiceJobPage>
  /**
   * By how much the service's clock is ahead of ours, in milliseconds (below 0: behind), learnt from its answers. Asks the
   * service if nothing is known yet. `undefined`: its answers do not show the time.
   */
  clockAheadMs(call: Pick<ServiceCall, 'deadline'>): Promise<number | undefined>
  /** Until when, by its own clock, the service may accept a request made with this call. */
  acceptableUntil(call: Omit<ServiceCall, 'credentials'>): Date
}
