import type { Clock } from '../system.ts'
import type { Ask } from './ask.ts'

/** What the smoke test is given. */
export interface Smoke {
  /** As a member of the team. */
  readonly ask: Ask
  /** Without a caller. Left out where every connection is taken for a member. */
  readonly askAsStranger?: Ask
  /** The Query endpoint, where it has an address of its own. */
  readonly askQuery?: Ask
  /** The team's Import/Export key: the manifests name it. */
  readonly accessKeyId: string
  /** A bucket that the service can reach. */
  readonly bucket: string
  /** Makes this run's names its own; letters, digits and hyphens. */
  readonly id: string
  /** Whether jobs are made, and cancelled at the end. Without it the service validates only. */
  readonly submit: boolean
  readonly clock: Clock
}

/** Does one thing that a caller relies on; what it throws fails the scene that it is of. */
export type DoStep = <T>(name: string, act: () => Promise<T>) => Promise<T>

/** Steps that follow from one another. */
export type Scene = (smoke: Smoke, step: DoStep) => Promise<void>

export interface StepResult {
  /** Ends the sentence "Waybill …". */
  readonly name: string
  readonly durationMs: number
  /** What did not hold. Left out where everything did. */
  readonly failure?: string
}
