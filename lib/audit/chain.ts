import { createHash } from 'node:crypto'
import type { Timestamp } from '../system.ts'
import { canonicalJson } from './canonical-json.ts'
import type { AuditEvent, Happening, Head } from './event.ts'

/** Stands before the first event of every stream. */
export const GENESIS = '0'.repeat(64)

/** Hex SHA-256 of an event without its own hash. */
export const hashOf = ({ hash: _, ...event }: Omit<AuditEvent, 'hash'> & { readonly hash?: string }): string =>
  createHash('sha256').update(canonicalJson(event)).digest('hex')

/** The event that follows `head` in its stream. */
export const chain = (
  stream: string,
  head: Pick<Head, 'sequence' | 'hash'> | undefined,
  happening: Happening,
  { id, at }: { readonly id: string; readonly at: Timestamp },
): AuditEvent => {
  // As it reads back: a store does not keep what is `undefined`.
  const present = Object.fromEntries(Object.entries(happening).filter(([, value]) => value !== undefined)) as Happening
  const event = {
    ...present,
    v: 1,
    stream,
    sequence: (head?.sequence ?? 0) + 1,
    id,
    at,
    previous: head?.hash ?? GENESIS,
  } as const
  return { ...event, hash: hashOf(event) }
}

export const headOf = ({ stream, sequence, hash }: AuditEvent): Head => ({ stream, sequence, hash })
