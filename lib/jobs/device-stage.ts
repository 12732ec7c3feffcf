import type { Timestamp } from '../system.ts'

/** Where a job's device is, in one word; in the order in which a device passes through them. */
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

/** The stages of a device that has left its team and is not back. Few jobs are in one of them at a time. */
export const STAGES_AWAY = ['shipped', 'received', 'in-progress', 'done', 'done-with-errors', 'rejected'] as const

export const isAway = (stage: DeviceStage): boolean => STAGES_AWAY.some(away => away === stage)

/** A stage, and since when a device is in it. */
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
  /** Of the way out, until the device is on its way back; then of that. */
  readonly carrier?: string
  readonly trackingNumber?: string
  /** When the job expires, unless the device arrives before. */
  readonly expiresAt?: Timestamp
  /** Why the service rejected the device, in its own words, and what to do. */
  readonly reason?: { readonly code: string; readonly detail?: string; readonly advice: string }
  /** Codes of the service that Waybill does not know; no stage was guessed from them. */
  readonly unknownCodes?: readonly string[]
}
