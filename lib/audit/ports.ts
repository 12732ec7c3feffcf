/** Where history is stored and read. */

import type { Timestamp } from '../system.ts'
import type { SigningAlgorithm } from './digest.ts'
import type { Actor, AuditEvent, Happening } from './event.ts'
import type { EventFilter } from './event-filter.ts'

/** Which part of a list of events, and how much of it. */
export interface EventRequest {
  readonly limit: number
  /** Where an earlier page of the same list ended. */
  readonly after?: string
}

/** A part of a list of events. It may be short or empty although there is more. */
export interface EventPage {
  readonly events: readonly AuditEvent[]
  /** Where the part ended, so that a reader can go on from there, now or later. Absent: nothing was there. */
  readonly end?: string
  /** Whether more is there now. */
  readonly more: boolean
}

/** Takes events that belong to the history, now or soon. */
export interface EventSink {
  /** @param mark the event's own id, and the time */
  append(
    stream: string,
    happening: Actor & Happening,
    mark: { readonly id: string; readonly at: Timestamp },
  ): Promise<unknown>
}

export interface History extends EventSink {
  /**
   * Adds what happened to the end of a stream. Of several at once, each gets a place of its own, without a gap.
   *
   * @param mark the event's own id, and the time; the time of the event before it counts if that is later
   * @throws Unavailable if others were always faster
   */
  append(
    stream: string,
    happening: Actor & Happening,
    mark: { readonly id: string; readonly at: Timestamp },
  ): Promise<AuditEvent>

  /**
   * The same, unless the stream has an event of this id: then that one. So several may record one change, and history has
   * it once.
   *
   * @param mark an event of its id is never older than `since`. Default: than its own time
   */
  appendOnce(
    stream: string,
    happening: Actor & Happening,
    mark: { readonly id: string; readonly at: Timestamp; readonly since?: Timestamp },
  ): Promise<AuditEvent>

  /** A stream, oldest first, complete: reads are strongly consistent. */
  stream(stream: string, page: EventRequest): Promise<EventPage>

  /**
   * Events of all streams, oldest first, up to where it is certain that nothing comes between: what is written
   * while it is read comes behind what was read.
   */
  feed(filter: EventFilter, page: EventRequest): Promise<EventPage>
}

/** Signs what a day's history ended with. The private key never leaves its place. */
export interface DigestSigner {
  readonly algorithm: SigningAlgorithm
  sign(bytes: Uint8Array): Promise<Uint8Array>
  /** PEM (SubjectPublicKeyInfo). */
  publicKey(): Promise<string>
}

/** Where digests lie for good. */
export interface DigestArchive {
  /** Puts an object if it does not exist. */
  put(name: string, bytes: Uint8Array, contentType: string): Promise<void>
  get(name: string): Promise<Uint8Array | undefined>
}
