import type { Clock, Log } from '../system.ts'
import { headOf } from './chain.ts'
import { type DayDigest, digestHash, signedBytes } from './digest.ts'
import { dayAfter, digestBytes, digestName, digestOf, PUBLIC_KEY_NAME } from './digest-archive.ts'
import type { Head } from './event.ts'
import type { DigestArchive, DigestSigner, History } from './ports.ts'

export interface SigningDeps {
  readonly history: Pick<History, 'feed'>
  readonly archive: DigestArchive
  readonly signer: DigestSigner
  readonly clock: Clock
  readonly log: Log
}

/** How long after its end a day is signed, in milliseconds. By then it gets no more events. */
const SETTLED_MS = 60 * 60_000
/** How far back the last digest is looked for. */
const MOST_DAYS = 400
const PAGE = 1000

/**
 * Signs every past day of history that has no digest yet, oldest first, each digest with the hash of the one before it. A day
 * without events has a digest too, so that a missing one is noticed. Two runs at once do no harm: only one digest of a day is
 * stored, and the other run fails.
 *
 * @param until when to stop; what is left then is for the next run
 * @returns the days that were signed
 */
export const signDays = async (deps: SigningDeps, until?: Date): Promise<readonly string[]> => {
  const { archive, signer, clock, log } = deps
  const end = new Date(clock().getTime() - SETTLED_MS).toISOString().slice(0, 10)
  const signed: string[] = []
  for (let day = await firstUnsigned(deps, end); day !== undefined && day < end; day = dayAfter(day)) {
    if (until !== undefined && clock() >= until) break
    const digest = await digestDay(deps, day)
    // Before signing, so that every signed day can be verified, and a key signs nothing if another key has signed before.
    if (signed.length === 0)
      await archive.put(PUBLIC_KEY_NAME, new TextEncoder().encode(await signer.publicKey()), 'application/x-pem-file')
    const signature = Buffer.from(await signer.sign(signedBytes(digest))).toString('base64')
    await archive.put(
      digestName(day),
      digestBytes({ digest, algorithm: signer.algorithm, signature }),
      'application/json',
    )
    signed.push(day)
  }
  if (signed.length > 0) log.info('history signed', { days: signed.length, last: signed.at(-1) })
  return signed
}

/** The day after the last digest. Without a digest, the day of the first event. */
const firstUnsigned = async ({ history, archive }: SigningDeps, end: string): Promise<string | undefined> => {
  for (let back = 1; back <= MOST_DAYS; back++) {
    const day = dayAfter(end, -back)
    if (await digestOf(archive, day)) return dayAfter(day)
    // The first digests are looked for once in a store's life; most runs end at the first look.
    if (back === 1 && (await history.feed({ to: end }, { limit: 1 })).events.length === 0) return undefined
  }
  const [first] = (await history.feed({}, { limit: 1 })).events
  return first?.at.slice(0, end.length)
}

const digestDay = async ({ history, archive }: SigningDeps, day: string): Promise<DayDigest> => {
  const heads = new Map<string, Head>()
  let events = 0
  let after: string | undefined
  for (let more = true; more; ) {
    const filter = { from: `${day}T00:00:00.000Z`, to: `${dayAfter(day)}T00:00:00.000Z` }
    const page = await history.feed(filter, { limit: PAGE, ...(after !== undefined && { after }) })
    for (const event of page.events) {
      events += 1
      const known = heads.get(event.stream)
      if (known === undefined || known.sequence < event.sequence) heads.set(event.stream, headOf(event))
    }
    ;({ more } = page)
    after = page.end
  }
  const before = await digestOf(archive, dayAfter(day, -1))
  return {
    v: 1,
    day,
    events,
    heads: [...heads.values()].toSorted((one, other) => (one.stream < other.stream ? -1 : 1)),
    ...(before && { previous: digestHash(before.digest) }),
  }
}
