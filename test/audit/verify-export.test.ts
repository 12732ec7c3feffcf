import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { chain, hashOf, headOf } from '../../lib/audit/chain.ts'
import { type DayDigest, digestHash, readDigest, type SignedDigest, signedBytes } from '../../lib/audit/digest.ts'
import type { AuditEvent } from '../../lib/audit/event.ts'
import { verifyExport } from '../../lib/audit/verify-export.ts'

const KEYS = generateKeyPairSync('ed25519')
const PUBLIC_KEY = KEYS.publicKey.export({ type: 'spki', format: 'pem' }).toString()

const signed = (digest: DayDigest): SignedDigest => ({
  digest,
  algorithm: 'Ed25519',
  signature: sign(null, signedBytes(digest), KEYS.privateKey).toString('base64'),
})

const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03'] as const

/** Three days of history: on each, `perDay` events in each of `streams` streams, and a signed digest of each day. */
const history = ({ streams = 3, perDay = 4 } = {}) => {
  const events: AuditEvent[] = []
  const digests: SignedDigest[] = []
  const last = new Map<string, AuditEvent>()
  for (const day of DAYS) {
    for (let number = 0; number < perDay * streams; number += 1) {
      const stream = `job:wb${number % streams}`
      const happening = {
        principal: 'ann',
        action: 'fetch-signature',
        outcome: 'done',
        team: 'lab',
        jobId: 'J1',
      } as const
      const event = chain(stream, last.get(stream), happening, {
        id: `${day}-${number}`,
        at: `${day}T00:00:${String(number).padStart(2, '0')}.000Z`,
      })
      events.push(event)
      last.set(stream, event)
    }
    const before = digests.at(-1)
    const heads = [...last.values()].map(headOf)
    digests.push(
      signed({
        v: 1,
        day,
        events: perDay * streams,
        heads,
        ...(before && { previous: digestHash(before.digest) }),
      }),
    )
  }
  return { events, digests }
}

const verify = (events: readonly AuditEvent[], digests: readonly SignedDigest[]) =>
  verifyExport({ events, digests, publicKey: PUBLIC_KEY })

const kindsOf = ({ problems }: ReturnType<typeof verify>) => [...new Set(problems.map(({ kind }) => kind))].sort()

describe('an export of history', () => {
  it('is proved whole and unchanged', () => {
    const { events, digests } = history()

    expect(verify(events, digests)).toEqual({ events: 36, streams: 3, digests: 3, problems: [], notYetSigned: 0 })
  })

  it('may begin later, where the digest of the day before it anchors it', () => {
    const { events, digests } = history()

    expect(
      verify(
        events.filter(({ at }) => at >= DAYS[1]),
        digests,
      ).problems,
    ).toEqual([])
  })

  it('is not proved from a later day on without that digest', () => {
    const { events, digests } = history()

    expect(
      kindsOf(
        verify(
          events.filter(({ at }) => at >= DAYS[1]),
          digests.slice(1),
        ),
      ),
    ).toEqual(['missing'])
  })

  it('counts the events that no digest covers yet', () => {
    const { events, digests } = history()

    expect(verify(events, digests.slice(0, 2))).toMatchObject({ problems: [], notYetSigned: 12 })
  })

  it('shows an event of which anything was altered', () => {
    const { events, digests } = history()
    fc.assert(
      fc.property(
        fc.nat(events.length - 1),
        fc.constantFrom('principal', 'action', 'outcome', 'team', 'jobId', 'at', 'id', 'previous', 'hash'),
        (index, member) => {
          const altered = events.with(index, { ...events[index], [member]: 'other' } as AuditEvent)

          expect(kindsOf(verify(altered, digests))).toContain('altered')
        },
      ),
    )
  })

  it('shows an event that was altered and given the hash of its new content', () => {
    const { events, digests } = history()
    fc.assert(
      fc.property(fc.nat(events.length - 1), index => {
        const changed = { ...events[index], principal: 'bob' } as AuditEvent
        const altered = events.with(index, { ...changed, hash: hashOf(changed) })

        expect(verify(altered, digests).problems).not.toEqual([])
      }),
    )
  })

  it('shows a stream that was written anew from some event on, with hashes that fit', () => {
    const { events, digests } = history({ streams: 1 })
    for (let from = 0; from < events.length; from += 1) {
      let last = events[from - 1]
      const rewritten = events.slice(from).map(event => {
        last = chain(event.stream, last, { ...happeningOf(event), principal: 'bob' }, event)
        return last
      })

      expect(kindsOf(verify([...events.slice(0, from), ...rewritten], digests))).toEqual(['altered'])
    }
  })

  it('shows an event that was removed', () => {
    const { events, digests } = history()
    for (let index = 0; index < events.length; index += 1) {
      expect(kindsOf(verify(events.toSpliced(index, 1), digests))).toContain('missing')
    }
  })

  it('shows a stream that was removed', () => {
    const { events, digests } = history()

    expect(
      verify(
        events.filter(({ stream }) => stream !== 'job:wb1'),
        digests,
      ).problems,
    ).toEqual([{ kind: 'missing', stream: 'job:wb1', detail: 'Stream job:wb1 is not in the export.' }])
  })

  it('shows two events of a stream that changed places', () => {
    const { events, digests } = history({ streams: 1 })
    for (let index = 1; index < events.length; index += 1) {
      const [one, other] = [events[index - 1], events[index]]
      if (!one || !other) throw new Error('there are two')

      expect(kindsOf(verify(events.toSpliced(index - 1, 2, other, one), digests))).toEqual(['reordered'])
    }
  })

  it('shows an event that was added, in the middle or twice', () => {
    const { events, digests } = history({ streams: 1 })
    const [first] = events
    if (!first) throw new Error('there is one')
    const forged = chain(first.stream, first, { principal: 'eve', action: 'cancel', outcome: 'done' }, first)

    expect(kindsOf(verify(events.toSpliced(1, 0, forged), digests))).toEqual(['added'])
    expect(kindsOf(verify(events.toSpliced(1, 0, first), digests))).toEqual(['added'])
  })

  it('shows what was added behind the end of a day that was signed, to a stream or as one of its own', () => {
    const { events, digests } = history()
    const happening = { principal: 'eve', action: 'fetch-signature', outcome: 'done' } as const
    const mark = { id: 'forged', at: '2026-11-03T23:00:00.000Z' }
    const behind = chain(
      'job:wb0',
      events.findLast(({ stream }) => stream === 'job:wb0'),
      happening,
      mark,
    )
    const own = chain('job:forged', undefined, happening, { ...mark, at: '2026-11-01T00:00:00.000Z' })

    for (const forged of [behind, own]) {
      const { problems } = verify([...events, forged], digests)
      expect(problems.map(({ kind, stream, sequence }) => [kind, stream, sequence])).toEqual([
        ['added', forged.stream, forged.sequence],
      ])
    }
  })

  it('shows a digest that was altered, removed, or signed by another key', () => {
    const { events, digests } = history()
    const [first, second, third] = digests
    if (!first || !second || !third) throw new Error('there are three')
    const altered = { ...second, digest: { ...second.digest, events: 11 } }
    const other = generateKeyPairSync('ed25519').privateKey
    const forged = { ...second, signature: sign(null, signedBytes(second.digest), other).toString('base64') }

    expect(kindsOf(verify(events, [first, altered, third]))).toEqual(['missing', 'unsigned'])
    expect(kindsOf(verify(events, [first, third]))).toEqual(['missing'])
    expect(kindsOf(verify(events, [first, forged, third]))).toEqual(['unsigned'])
  })
})

const happeningOf = ({ principal, action, outcome, team = '', jobId = '' }: AuditEvent) => ({
  principal,
  action,
  outcome,
  team,
  jobId,
})

describe("a digest's file", () => {
  it('reads back as it was written', () => {
    const [first] = history().digests

    expect(readDigest(JSON.stringify(first))).toEqual(first)
  })

  it.each(['', '{', 'null', '{}', '{"digest":{"v":2}}', '[]'])('is not taken from %j', text => {
    expect(readDigest(text)).toBeUndefined()
  })

  it('may be signed with an elliptic curve key, as KMS does', () => {
    const { events, digests } = history()
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const ofKms = digests.map(
      ({ digest }): SignedDigest => ({
        digest,
        algorithm: 'ECDSA_SHA_256',
        signature: sign('sha256', signedBytes(digest), ec.privateKey).toString('base64'),
      }),
    )
    const publicKey = ec.publicKey.export({ type: 'spki', format: 'pem' }).toString()

    expect(verifyExport({ events, digests: ofKms, publicKey }).problems).toEqual([])
    expect(kindsOf(verify(events, ofKms))).toEqual(['unsigned'])
  })
})
