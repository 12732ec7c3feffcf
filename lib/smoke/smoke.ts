import type { Clock } from '../system.ts'
import type { Ask } from './ask.ts'

/** The ports and names of the smoke test. */
export interface Smoke {
  /** Asks as a member of the team. */
  readonly ask: Ask
  /** Asks without a caller. Absent if every connection is a member. */
  readonly askAsStranger?: Ask
  /** Asks the Query endpoint, if it has its own address. */
  readonly askQuery?: Ask
  /** The team's Import/Export key, which the manifests name. */
  readonly accessKeyId: string
  /** A bucket that the service can reach. */
  readonly bucket: string
  /** Makes the names of this run unique: letters, digits and hyphens. */
  readonly id: string
  /** Whether jobs are made, and cancelled at the end. Without it the service validates only. */
  readonly submit: boolean
  readonly clock: Clock
}

/** Tries one promise to callers. If it throws, its scene has failed. */
export type DoStep = <T>(name: string, act: () => Promise<T>) => Promise<T>

/** Steps that depend on each other. */
export type Scene = (smoke: Smoke, step: DoStep) => Promise<void>

export interface StepResult {
  /** Ends the sentence "Waybill …". */
  readonly name: string
  readonly durationMs: number
  /** The promise that did not hold. Absent: the step passed. */
  readonly failure?: string
}
