import { beforeEach, describe, expect, it } from '@jest/globals'
import { createEd25519Signer } from '../../lib/adapters/secrets/ed25519-signer.ts'
import { dayAfter, digestOf, PUBLIC_KEY_NAME } from '../../lib/audit/digest-archive.ts'
import type { AuditEvent } from '../../lib/audit/event.ts'
import { signDays } from '../../lib/audit/sign-days.ts'
import { verifyExport } from '../../lib/audit/verify-export.ts'
import { type SubmissionWorld, submissionWorld } from '../support/submission-world.ts'

const DAY_SECONDS = 24 * 60 * 60
const FIRST_DAY = '2026-11-21'

let world: SubmissionWorld
let ids = 0
beforeEach(() => {
  world = submissionWorld()
})

const sign = (until?: Date) => signDays({ ...world.deps, signer: createEd25519Signer(Buffer.alloc(32, 7)) }, until)
const happen = (stream: string) => {
  ids += 1
  const read = { principal: 'ann', action: 'fetch-signature', outcome: 'done', team: 'lab' } as const
  return world.history.append(stream, read, { id: `e${ids}`, at: world.deps.clock().toISOString() })
}
const all = async (): Promise<readonly AuditEvent[]> => (await world.history.feed({}, { limit: 1000 })).events
const digestsOf = async (days: readonly string[]) =>
  (await Promise.all(days.map(day => digestOf(world.archive, day)))).flatMap(signed => signed ?? [])
const publicKey = () => world.archive.objects.get(PUBLIC_KEY_NAME) ?? ''

describe('signing the days of history', () => {
  it('signs each day that is over, one with nothing in it too, and proves all events with the public key alone', async () => {
    await happen('one')
    await happen('two')
    world.pass(2 * DAY_SECONDS)
    await happen('one')
    world.pass(DAY_SECONDS)

    const days = await sign()

    expect(days).toEqual([FIRST_DAY, '2026-11-22', '2026-11-23'])
    const digests = await digestsOf(days)
    expect(digests.map(({ digest }) => digest.events)).toEqual([2, 0, 1])
    const report = verifyExport({ events: await all(), digests, publicKey: publicKey() })
    expect(report).toMatchObject({ events: 3, problems: [], notYetSigned: 0 })
  })

  it('signs no day before it is over for an hour, and none twice', async () => {
    await happen('one')
    world.pass(14 * 60 * 60 + 59 * 60)
    expect(await sign()).toEqual([])

    world.pass(60)
    expect(await sign()).toEqual([FIRST_DAY])
    expect(await sign()).toEqual([])
  })

  it('does nothing where nothing ever happened', async () => {
    world.pass(10 * DAY_SECONDS)

    expect(await sign()).toEqual([])
    expect(world.archive.objects.size).toBe(0)
  })

  it('goes on with the day where it stopped, or failed', async () => {
    await happen('one')
    world.pass(3 * DAY_SECONDS)
    expect(await sign(world.deps.clock())).toEqual([])
    world.archive.fails = true
    await expect(sign()).rejects.toThrow('the archive is down')
    world.archive.fails = false

    expect(await sign()).toEqual([FIRST_DAY, '2026-11-22', '2026-11-23'])
  })

  it('signs nothing where another key signed before', async () => {
    await happen('one')
    world.pass(DAY_SECONDS)
    await sign()
    world.pass(DAY_SECONDS)
    const other = createEd25519Signer(Buffer.alloc(32, 8))

    await expect(signDays({ ...world.deps, signer: other })).rejects.toThrow(PUBLIC_KEY_NAME)

    expect(await digestsOf(['2026-11-22'])).toEqual([])
    expect(await sign()).toEqual(['2026-11-22'])
  })

  it('reads a day of any length page by page, and names the last event of each of its streams', async () => {
    for (let number = 0; number < 1203; number += 1) await happen(`stream-${number % 7}`)
    world.pass(DAY_SECONDS)

    await sign()

    const [signed] = await digestsOf([FIRST_DAY])
    expect(signed?.digest.events).toBe(1203)
    expect(signed?.digest.heads.map(({ sequence }) => sequence)).toEqual([172, 172, 172, 172, 172, 172, 171])
  })

  it.each<[string, (events: AuditEvent[]) => AuditEvent[], string]>([
    ['removed', events => events.toSpliced(1, 1), 'missing'],
    ['removed at the end', events => events.slice(0, -1), 'missing'],
    ['altered', events => events.with(2, { ...(events[2] as AuditEvent), principal: 'mallory' }), 'altered'],
    ['doubled', events => [...events, events[1] as AuditEvent], 'added'],
    ['moved', events => [events[2] as AuditEvent, ...events.toSpliced(2, 1)], 'reordered'],
  ])('shows an event that was %s', async (_what, change, kind) => {
    for (let number = 0; number < 4; number += 1) await happen('one')
    world.pass(DAY_SECONDS)
    const digests = await digestsOf(await sign())

    const { problems } = verifyExport({ events: change([...(await all())]), digests, publicKey: publicKey() })

    expect(problems.map(problem => problem.kind)).toContain(kind)
  })

  it('shows a digest that was left out', async () => {
    await happen('one')
    world.pass(3 * DAY_SECONDS)
    await sign()
    const digests = await digestsOf([FIRST_DAY, dayAfter(FIRST_DAY, 2)])

    const { problems } = verifyExport({ events: await all(), digests, publicKey: publicKey() })

    expect(problems.map(({ kind }) => kind)).toEqual(['missing'])
  })
})
