/** What the desk needs of the depot: its staff's side. */
import type { DepotStage } from '../depot/job-position.ts'
import type { DepotEvent, HerePlace } from '../depot/ports.ts'
import type { StaffVerb } from '../depot/staff-actions.ts'
import type { QueuePage, StaffOrder } from '../depot/staff-requests.ts'
import type { Timestamp } from '../system.ts'

/** One of the service's codes, with the sentence that goes with it. */
export interface CodeWithMessage {
  readonly code: string
  readonly message: string
}

/** A job as the depot shows it to its staff. */
export interface DepotDevice {
  readonly jobId: string
  readonly jobType: string
  /** Absent where the depot can no longer read the job's manifest. */
  readonly kind?: string
  readonly deviceId?: string
  /** The access key that the job belongs to. */
  readonly owner: string
  readonly createdAt: Timestamp
  /** When the job expires unless its device comes. */
  readonly expiresAt: Timestamp
  readonly receivedAt?: Timestamp
  readonly stage: DepotStage
  readonly allowed: readonly StaffVerb[]
  readonly location: CodeWithMessage
  readonly progress: CodeWithMessage
  /** What comes with the device to prove that it is the job's. */
  readonly proof: 'SIGNATURE' | 'barcode'
  readonly events: readonly DepotEvent[]
  /** Grows with each change. */
  readonly version: number
}

/** The same with the job's manifest, its secrets redacted. */
export interface DepotReport extends DepotDevice {
  readonly manifest: string
}

/** The depot's staff side. @throws DepotFailure */
export interface StaffSide {
  /** The devices that are here, the one that came first at the top. */
  queue(page: QueuePage): Promise<{ readonly jobs: readonly DepotDevice[]; readonly after?: HerePlace }>
  job(jobId: string): Promise<DepotReport>
  /**
   * Reports what was done with a device.
   *
   * @param version of the job that the staff saw. Default: any
   */
  step(jobId: string, order: StaffOrder, version?: number): Promise<DepotReport>
}
