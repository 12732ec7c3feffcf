import { GENESIS, hashOf } from './chain.ts'
import { type DayDigest, digestHash, isSignedBy, type SignedDigest } from './digest.ts'
import type { AuditEvent, Head } from './event.ts'

/**
 * The kinds of integrity problems of an export:
 *
 * - `altered`: the event's hash is not that of its content, or not the one that was signed;
 * - `missing`: an event, a day's digest or the end of a stream is not there;
 * - `added`: the event does not follow the one before it, or stands twice;
 * - `reordered`: the event stands before one that it follows;
 * - `unsigned`: a digest's signature is not of the key.
 */
export type IntegrityProblemKind = 'altered' | 'missing' | 'added' | 'reordered' | 'unsigned'

export interface IntegrityProblem {
  readonly kind: IntegrityProblemKind
  /** A sentence that names the stream and the place in it, or the day. */
  readonly detail: string
  readonly stream?: string
  readonly sequence?: number
}

export interface IntegrityReport {
  readonly events: number
  readonly streams: number
  readonly digests: number
  readonly problems: readonly IntegrityProblem[]
  /** Events after the last digest: their chain holds, but the end of it is not signed yet. */
  readonly notYetSigned: number
}

export interface ExportToVerify {
  /** In the order of the export. */
  readonly events: Iterable<AuditEvent>
  /** Of the days of the export, and of the day before it where it does not begin at the first event. */
  readonly digests: readonly SignedDigest[]
  /** PEM */
  readonly publicKey: string
}

/**
 * Proves with only the public key that an export is complete and unchanged.
 *
 * 1. Each digest is signed, and names the digest before it.
 * 2. Each event has the hash of its content, follows the event before it, and stands once, in order.
 * 3. Each head that a digest names is there, with the hash that was signed.
 * 4. Of a day that was signed there is no event that its digest does not cover.
 */
export const verifyExport = ({ events, digests, publicKey }: ExportToVerify): IntegrityReport => {
  const days = digests.toSorted((a, b) => (a.digest.day < b.digest.day ? -1 : 1))
  const problems = [...digestProblems(days, publicKey)]
  const trusted = days.filter(day => isSignedBy(publicKey, day)).map(({ digest }) => digest)
  const signed = headsOf(trusted)
  const signedDays = new Set(trusted.map(({ day }) => day))
  const streams = new Map<string, AuditEvent[]>()
  let count = 0
  for (const event of events) {
    count += 1
    const stream = streams.get(event.stream)
    if (stream) stream.push(event)
    else streams.set(event.stream, [event])
  }
  let notYetSigned = 0
  for (const [name, stream] of streams) {
    const heads = signed.get(name) ?? []
    problems.push(...streamProblems(name, stream, heads), ...uncovered(name, stream, heads, signedDays))
    const last = heads.at(-1)?.sequence ?? 0
    notYetSigned += stream.filter(({ sequence }) => sequence > last).length
  }
  const firstDay = days[0]?.digest.day
  for (const [name, heads] of signed) {
    if (streams.has(name)) continue
    // The first digest anchors what the export begins after; later ones name what must be in it.
    const owed = heads.filter(({ day }) => day !== firstDay || days[0]?.digest.previous === undefined)
    if (owed.length > 0)
      problems.push({ kind: 'missing', stream: name, detail: `Stream ${name} is not in the export.` })
  }
  return { events: count, streams: streams.size, digests: digests.length, problems, notYetSigned }
}

type DatedHead = Head & { readonly day: string }

const headsOf = (digests: readonly DayDigest[]): Map<string, DatedHead[]> => {
  const heads = new Map<string, DatedHead[]>()
  for (const { day, heads: ofDay } of digests) {
    for (const head of ofDay) {
      const known = heads.get(head.stream)
      if (known) known.push({ ...head, day })
      else heads.set(head.stream, [{ ...head, day }])
    }
  }
  return heads
}

function* digestProblems(days: readonly SignedDigest[], publicKey: string): Generator<IntegrityProblem> {
  for (const [index, day] of days.entries()) {
    if (!isSignedBy(publicKey, day)) {
      yield { kind: 'unsigned', detail: `The digest of ${day.digest.day} is not signed by this key.` }
    }
    const before = days[index - 1]
    if (before && day.digest.previous !== digestHash(before.digest)) {
      const detail = `The digest of ${day.digest.day} does not follow that of ${before.digest.day}: a digest is missing or altered.`
      yield { kind: 'missing', detail }
    }
  }
}

/** A digest names the last event of each stream of its day: what comes behind that was not there when the day was signed. */
function* uncovered(
  stream: string,
  events: readonly AuditEvent[],
  heads: readonly DatedHead[],
  signedDays: ReadonlySet<string>,
): Generator<IntegrityProblem> {
  for (const { at, sequence } of events) {
    const day = at.slice(0, '2026-11-26'.length)
    const covers = heads.some(head => head.day === day && head.sequence >= sequence)
    if (!signedDays.has(day) || covers) continue
    const detail = `Event ${sequence} of ${stream} is of ${day}, and was not there when that day was signed.`
    yield { kind: 'added', stream, sequence, detail }
  }
}

function* streamProblems(
  stream: string,
  events: readonly AuditEvent[],
  heads: readonly DatedHead[],
): Generator<IntegrityProblem> {
  const at = (kind: IntegrityProblemKind, sequence: number, what: string): IntegrityProblem => ({
    kind,
    stream,
    sequence,
    detail: `Event ${sequence} of ${stream} ${what}.`,
  })
  const ordered = events.toSorted((a, b) => a.sequence - b.sequence)
  for (const [index, event] of events.entries()) {
    const before = events[index - 1]
    if (before && before.sequence > event.sequence) {
      yield at('reordered', event.sequence, `stands after event ${before.sequence}`)
    }
  }
  for (const [index, event] of ordered.entries()) {
    const { sequence } = event
    if (hashOf(event) !== event.hash) yield at('altered', sequence, 'is not what its hash was made of')
    const before = ordered[index - 1]
    if (before?.sequence === sequence) {
      yield at('added', sequence, 'stands twice')
      continue
    }
    const expected = (before?.sequence ?? 0) + 1
    if (sequence === expected) {
      if (event.previous !== (before?.hash ?? GENESIS))
        yield at('added', sequence, 'does not follow the event before it')
      continue
    }
    const anchor = heads.find(head => head.sequence === sequence - 1)
    const startsHere = before === undefined && anchor?.hash === event.previous
    if (!startsHere) yield at('missing', expected, `is not in the export, or those up to ${sequence - 1} are not`)
  }
  const bySequence = new Map(ordered.map(event => [event.sequence, event]))
  const first = ordered[0]?.sequence ?? 1
  for (const head of heads) {
    const event = bySequence.get(head.sequence)
    if (event && event.hash !== head.hash)
      yield at('altered', head.sequence, `is not the one that was signed on ${head.day}`)
    const last = ordered.at(-1)?.sequence ?? 0
    if (!event && head.sequence >= first && head.sequence > last) {
      yield at('missing', head.sequence, `was signed on ${head.day} and is not in the export`)
    }
  }
}
