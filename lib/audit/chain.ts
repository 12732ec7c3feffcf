import { createHash } from 'node:crypto'
import type { Timestamp } from '../system.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Actor, AuditEvent, Happening, Head } from './event.ts'

/** The hash before the first event of every stream. */
export const GENESIS = '0'.repeat(64)

/** Hex SHA-256 of an event without its own hash. */
export const hashOf = ({ hash: _, ...event }: Omit<AuditEvent, 'hash'> & { readonly hash?: string }): string =>
  createHash('sha256').update(canonicalJson(event)).digest('hex')

/** The next event after `before` in its stream. Its time is never earlier. */
export const chain = (
  stream: string,
  before: Pick<AuditEvent, 'sequence' | 'hash' | 'at'> | undefined,
  happening: Actor & Omit<Happening, 'action'> & Pick<AuditEvent, 'action'>,
  { id, at }: { readonly id: string; readonly at: Timestamp },
): AuditEvent => {
  // As it reads back: a store does not keep what is `undefined`.
  const present: typeof happening = JSON.parse(JSON.stringify(happening))
  const event = {
    ...present,
    v: 1,
    stream,
    sequence: (before?.sequence ?? 0) + 1,
    id,
    at: before !== undefined && before.at > at ? before.at : at,
    previous: before?.hash ?? GENESIS,
  } as const
  return { ...event, hash: hashOf(event) }
}

export const headOf = ({ stream, sequence, hash }: AuditEvent): Head => ({ stream, sequence, hash })
