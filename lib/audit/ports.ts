/** The ports of history. */

import type { Timestamp } from '../system.ts'
import type { SigningAlgorithm } from './digest.ts'
import type { Actor, AuditEvent, Happening } from './event.ts'
import type { EventFilter } from './event-filter.ts'

/** Which part of a list of events, and how much of it. */
export interface EventRequest {
  readonly limit: number
  /** The end of an earlier page of the same list. */
  readonly after?: string
}

/** A part of a list of events. It may be short or empty although there is more. */
export interface EventPage {
  readonly events: readonly AuditEvent[]
  /** The end of the part, from which a reader can continue now or later. Absent: the part is empty. */
  readonly end?: string
  /** Whether more is there now. */
  readonly more: boolean
}

/** Takes events for the history, which may get them a little later. */
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
   * Adds an event to the end of a stream. Several at once get one place each, without gaps.
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
   * The same, unless the stream has an event with this id, which is then the result. So several callers may record one change,
   * and history has it once.
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
   * Events of all streams, oldest first, up to the time after which earlier events may still appear. New events always come after
   * those that were read.
   */
  feed(filter: EventFilter, page: EventRequest): Promise<EventPage>
}

/** Signs digests of history. The private key never leaves its place. */
export interface DigestSigner {
  readonly algorithm: SigningAlgorithm
  sign(bytes: Uint8Array): Promise<Uint8Array>
  /** PEM (SubjectPublicKeyInfo). */
  publicKey(): Promise<string>
}

/** The archive of digests. */
export interface DigestArchive {
  /** Puts an object if it does not exist. */
  put(name: string, bytes: Uint8Array, contentType: string): Promise<void>
  get(name: string): Promise<Uint8Array | undefined>
}
