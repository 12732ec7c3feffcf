import type { Timestamp } from '../system.ts'

/** Where a job's device can be, in the order in which a device passes through the stages. */
export const DEVICE_STAGES = [
  'not-shipped',
  'shipped',
  'received',
  'in-progress',
  'done',
  'done-with-errors',
  'rejected',
  'returned',
] as const

export type DeviceStage = (typeof DEVICE_STAGES)[number]

/** The stages of a device between its team and its return. At any time, few jobs are in one of them. */
export const STAGES_AWAY = ['shipped', 'received', 'in-progress', 'done', 'done-with-errors', 'rejected'] as const

export const isAway = (stage: DeviceStage): boolean => STAGES_AWAY.some(away => away === stage)

/** A stage, and since when the device is in it. */
export interface StageSince {
  readonly name: DeviceStage
  readonly since: Timestamp
}

/** A job's device, as answers show it. */
export interface Device {
  readonly id: string
  readonly stage: DeviceStage
  readonly since: Timestamp
  /** The service's own codes. */
  readonly location?: string
  readonly progress?: string
  readonly errorCount?: number
  /** The carrier to the service; once the device is on its way back, the carrier of the way back. */
  readonly carrier?: string
  readonly trackingNumber?: string
  /** When the job expires, unless the device arrives before. */
  readonly expiresAt?: Timestamp
  /** Why the service rejected the device, in its own words, and what to do. */
  readonly reason?: { readonly code: string; readonly detail?: string; readonly advice: string }
  /** Codes of the service that Waybill does not know. They do not affect the stage. */
  readonly unknownCodes?: readonly string[]
}
