/** The machine's own services, as every part sees them. */
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

/** Encrypts what must be stored but never shown. */
export interface Sealer {
  /** @param owner what the text belongs to; it opens for the same owner only */
  seal(text: string, owner: string): Promise<string>
  open(sealed: string, owner: string): Promise<string>
}

/** Lets time pass. */
export type Wait = (milliseconds: number) => Promise<void>

/** Figures for an operator's alarms and dashboards. */
export interface Metrics {
  /** @param code what the figures are of, where they are counted by code */
  report(figures: Figures, code?: string): void
}

/** One line about something that an operator should see. Never a secret. */
export interface Log {
  /** From now on lines are about this request; nothing that serves several at a time has it. */
  begin?(requestId: string): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** A store has no room for what is to be written: its disk, or its quota, is full. Nothing of it was written. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull'

  /** What had no room is the event of a request that history must have before the answer. */
  readonly isEvent: boolean

  constructor({ isEvent = false, ...options }: ErrorOptions & { readonly isEvent?: boolean } = {}) {
    super('The disk is full', options)
    this.isEvent = isEvent
  }
}

/** What a store reads is not what was written to it. */
export class DamagedStore extends Error {
  override readonly name = 'DamagedStore'

  /** What is damaged, such as `job AB123`; never any of its contents. */
  readonly what: string

  constructor(what: string, options?: ErrorOptions) {
    super(`${what} is damaged`, options)
    this.what = what
  }
}

/** Something that Waybill runs on did not answer in time, or has too much to do. The same request may succeed later. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'

  constructor(what: string, options?: ErrorOptions) {
    super(`${what} did not answer in time`, options)
  }
}
