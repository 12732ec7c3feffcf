/** The ports of the machine's own services. */
import type { Figures } from './metrics.ts'

/** A moment as RFC 3339 UTC with milliseconds (`Date.toISOString`), so that text order is time order. */
export type Timestamp = string

/** The time now. */
export type Clock = () => Date

/** A fresh identifier that cannot be guessed (a version 4 UUID). */
export type NewId = () => string

/** Unpredictable bytes. */
export type RandomBytes = (length: number) => Uint8Array

/** A number from 0 up to, but not including, 1. */
export type Random = () => number

/** Encrypts texts that must be stored but never shown. */
export interface Sealer {
  /** @param owner the owner of the text, for example a check; only the same owner can open it */
  seal(text: string, owner: string): Promise<string>
  open(sealed: string, owner: string): Promise<string>
}

/** Lets time pass. */
export type Wait = (milliseconds: number) => Promise<void>

/** Figures for an operator's alarms and dashboards. */
export interface Metrics {
  /** @param code the code that the figures are counted by, if they have one */
  report(figures: Figures, code?: string): void
}

/** Writes lines for operators. Never a secret. */
export interface Log {
  /** Adds this request ID to all further lines. Absent where several requests are served at a time. */
  begin?(requestId: string): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** A store has no room: its disk or its quota is full. Nothing was written. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull'

  /** The write was the event of a request, which history must have before the answer. */
  readonly isEvent: boolean

  constructor({ isEvent = false, ...options }: ErrorOptions & { readonly isEvent?: boolean } = {}) {
    super('The disk is full', options)
    this.isEvent = isEvent
  }
}

/** A store reads something else than was written. */
export class DamagedStore extends Error {
  override readonly name = 'DamagedStore'

  /** The name of the damaged thing, such as `job AB123`. Never its contents. */
  readonly what: string

  constructor(what: string, options?: ErrorOptions) {
    super(`${what} is damaged`, options)
    this.what = what
  }
}

/** A service that Waybill needs is overloaded or did not answer in time. The same request may succeed later. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'

  constructor(what: string, options?: ErrorOptions) {
    super(`${what} did not answer in time`, options)
  }
}
