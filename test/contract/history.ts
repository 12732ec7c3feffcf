import { describe, expect, it } from '@jest/globals'
import { chain, GENESIS, hashOf } from '../../lib/audit/chain.ts'
import type { AuditEvent } from '../../lib/audit/event.ts'
import type { EventFilter } from '../../lib/audit/event-filter.ts'
import type { EventPage, History } from '../../lib/audit/ports.ts'
import type { JobStore } from '../../lib/jobs/job-store.ts'
import { FORGED_PLACES } from '../support/forged-tokens.ts'
import { created, submitting } from '../support/records.ts'

export interface HistoryWorld {
  readonly history: History
  readonly jobs: JobStore
  /** Lets seconds pass on the clock that the feed ends by. */
  pass(seconds: number): void
}

const START = Date.parse('2026-11-21T10:00:00.000Z')
const at = (second: number) => new Date(START + second * 1000).toISOString()
const RECORD = `wb${'0123'.repeat(8)}`

const READ = { principal: 'ann', action: 'fetch-signature', outcome: 'done', team: 'lab', jobId: 'AB123' } as const

let ids = 0
const add = (history: History, stream: string, second: number, overrides: Partial<AuditEvent> = {}) => {
  ids += 1
  // Any action will do for a store.
  const happening = { ...READ, ...overrides } as Parameters<History['append']>[1]
  return history.append(stream, happening, { id: `e${ids}`, at: at(second) })
}

/** Every page of a list, as one. */
const all = async (
  read: (page: { limit: number; after?: string }) => Promise<EventPage>,
  limit: number,
  start?: string,
): Promise<AuditEvent[]> => {
  const events: AuditEvent[] = []
  let after = start
  for (let more = true; more; ) {
    const page = await read({ limit, ...(after !== undefined && { after }) })
    expect(page.events.length).toBeLessThanOrEqual(limit)
    events.push(...page.events)
    ;({ more } = page)
    after = page.end
  }
  return events
}

const isChained = (events: readonly AuditEvent[]) =>
  events.every(
    (event, index) =>
      event.hash === hashOf(event) &&
      event.sequence === index + 1 &&
      event.previous === (events[index - 1]?.hash ?? GENESIS) &&
      event.at >= (events[index - 1]?.at ?? ''),
  )

/** What a history does, wherever it is stored. `open` gives an empty one. */
export const itRecordsHistory = (open: () => Promise<HistoryWorld>) => {
  const streamOf = (history: History, stream: string, limit = 1000) => all(page => history.stream(stream, page), limit)
  const feedOf = (history: History, filter: EventFilter = {}, limit = 1000) =>
    all(page => history.feed(filter, page), limit)

  describe('a stream', () => {
    it('has every event in its order, each chained to the one before it, for any size of a page', async () => {
      const { history } = await open()
      const added = []
      for (const second of [1, 2, 3, 4, 5]) added.push(await add(history, 'check/lab/nightly', second))
      await add(history, 'check/lab/weekly', 3)

      expect(isChained(added)).toBe(true)
      for (const limit of [1, 2, 5, 100]) expect(await streamOf(history, 'check/lab/nightly', limit)).toEqual(added)
      expect(await streamOf(history, 'check/lab/daily')).toEqual([])
    })

    it('gives each of many writers at once a place of its own: no gap, no fork, nothing lost', async () => {
      const { history } = await open()

      const added = await Promise.all(Array.from({ length: 20 }, (_, index) => add(history, 'team/lab', index)))

      const read = await streamOf(history, 'team/lab')
      expect(isChained(read)).toBe(true)
      expect(read.map(({ id }) => id).sort()).toEqual(added.map(({ id }) => id).sort())
    })

    it('goes on where its last event is, whoever wrote that and however far behind a clock is', async () => {
      const { history } = await open()
      await add(history, 'team/lab', 100)

      const late = await add(history, 'team/lab', 1)

      expect(late).toMatchObject({ sequence: 2, at: at(100) })
    })

    it('stores all that an event has, also texts that no key can hold', async () => {
      const { history } = await open()
      const happening = {
        principal: 'a'.repeat(3000),
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        address: '2001:db8::1',
        userAgent: 'aws-cli/2 "quoted" \u0000 \u{1f4e6}',
        requestId: 'r',
        code: 'NoSuchBucketException',
        detail: 'd'.repeat(5000),
        team: 'a team / with # everything',
        before: { state: 'created', list: [1, null, { deep: true }] },
        after: { state: 'cancelled' },
      }

      const event = await add(history, 'x'.repeat(600), 1, happening)

      expect(event).toMatchObject(happening)
      expect(await streamOf(history, 'x'.repeat(600))).toEqual([event])
    })
  })

  describe('an event that several may record', () => {
    const READING = { ...READ, action: 'device' } as const

    it('is there once, wherever in the stream it is and however many record it at once', async () => {
      const { history } = await open()
      await add(history, 'job', 1)
      const record = () => history.appendOnce('job', READING, { id: 'once', at: at(5) })

      const answers = await Promise.all(Array.from({ length: 8 }, record))
      for (const second of [5, 6, 7, 8, 9, 10, 11]) await add(history, 'job', second)
      answers.push(await record())

      const stream = await streamOf(history, 'job')
      expect(stream.filter(({ id }) => id === 'once')).toEqual([answers[0]])
      expect(answers).toEqual(answers.map(() => answers[0]))
      expect(isChained(stream)).toBe(true)
      expect(stream).toHaveLength(9)
    })

    it('is another one in another stream, or under another id', async () => {
      const { history } = await open()
      for (const stream of ['one', 'other']) {
        for (const id of ['first', 'second']) await history.appendOnce(stream, READING, { id, at: at(1) })
      }

      expect([await streamOf(history, 'one'), await streamOf(history, 'other')].map(({ length }) => length)).toEqual([
        2, 2,
      ])
    })

    it('is looked for back to the moment that it may be of', async () => {
      const { history } = await open()
      await history.appendOnce('job', READING, { id: 'once', at: at(1) })
      for (const second of [2, 3, 4]) await add(history, 'job', second)

      const again = await history.appendOnce('job', READING, { id: 'once', at: at(9), since: at(0) })

      expect(again).toMatchObject({ sequence: 1, at: at(1) })
      expect(await streamOf(history, 'job')).toHaveLength(4)
    })

    it('follows the submission where it is the first after it', async () => {
      const world = await open()
      await world.jobs.claim(submitting({ id: RECORD, createdAt: at(1) }))
      await world.jobs.save(created({ id: RECORD, createdAt: at(1) }))
      await world.jobs.complete(RECORD, 'first', { jobId: 'AB123', open: false, submittedAt: at(1) }, at(2))

      await world.history.appendOnce(RECORD, READING, { id: 'once', at: at(1) })

      expect((await streamOf(world.history, RECORD)).map(({ action }) => action)).toEqual(['submit', 'device'])
    })
  })

  describe("a job's stream", () => {
    const submitted = async ({ jobs }: HistoryWorld, id = RECORD, second = 1, jobId = 'AB123') => {
      await jobs.claim(submitting({ id, createdAt: at(second) }))
      await jobs.save(created({ id, jobId, createdAt: at(second) }))
      const completion = { jobId, open: false, submittedAt: at(second) }
      return jobs.complete(id, 'first', completion, at(second + 1))
    }

    it('begins with its submission, which is no write of its own, and goes on from there', async () => {
      const world = await open()
      expect(await submitted(world)).toBe(true)

      const next = await add(world.history, RECORD, 5)

      for (const limit of [1, 2, 9]) {
        const read = await streamOf(world.history, RECORD, limit)
        expect(read.map(({ action, sequence }) => `${sequence} ${action}`)).toEqual(['1 submit', '2 fetch-signature'])
        expect(isChained(read)).toBe(true)
        expect(read[0]).toMatchObject({ principal: 'ann', team: 'lab', jobId: 'AB123', at: at(1) })
        expect(read[1]).toEqual(next)
      }
    })

    it('has the submission once, also where its completion is sent again after a lost answer', async () => {
      const world = await open()
      await submitted(world)
      const again = { jobId: 'AB123', open: false, submittedAt: at(1) }
      await world.jobs.complete(RECORD, 'first', again, at(3))
      await world.jobs.complete(RECORD, 'another', again, at(3))

      world.pass(60)
      expect(await feedOf(world.history)).toHaveLength(1)
      expect(await streamOf(world.history, RECORD)).toHaveLength(1)
    })

    it('begins with what is recorded where another request completed the submission', async () => {
      const world = await open()
      await world.jobs.claim(submitting({ id: RECORD }))
      await world.jobs.save(created({ id: RECORD }))
      await world.jobs.complete(RECORD, 'first', { jobId: 'AB123', open: false }, at(1))

      expect(
        await world.jobs.complete(RECORD, 'first', { jobId: 'AB123', open: false, submittedAt: at(1) }, at(2)),
      ).toBe(false)

      expect(await add(world.history, RECORD, 3, { action: 'adopt' })).toMatchObject({ sequence: 1, previous: GENESIS })
      world.pass(60)
      expect((await feedOf(world.history)).map(({ action }) => action)).toEqual(['adopt'])
    })

    it('does not begin with a record that was changed: what follows it does not fit', async () => {
      const world = await open()
      await submitted(world)
      const next = await add(world.history, RECORD, 5)
      const [first] = await streamOf(world.history, RECORD, 1)
      const { hash: _, ...changed } = { ...first, principal: 'mallory' } as AuditEvent

      expect(chain(RECORD, undefined, changed, changed).hash).not.toBe(next.previous)
    })

    it('is in the feed with the submissions of other jobs, by time', async () => {
      const world = await open()
      const other = `wb${'4567'.repeat(8)}`
      await submitted(world)
      await add(world.history, RECORD, 2)
      await submitted(world, other, 3, 'CD456')
      await world.jobs.claim(submitting({ id: `wb${'89ab'.repeat(8)}`, createdAt: at(4) }))
      world.pass(60)

      for (const filter of [{}, { team: 'lab' }]) {
        for (const limit of [1, 2, 100]) {
          const read = await feedOf(world.history, filter, limit)
          expect(read.map(({ jobId, action }) => `${jobId} ${action}`)).toEqual([
            'AB123 submit',
            'AB123 fetch-signature',
            'CD456 submit',
          ])
        }
      }
      expect(await feedOf(world.history, { team: 'film' })).toEqual([])
    })
  })

  describe('the feed', () => {
    const fill = async ({ history }: HistoryWorld) => {
      const events: AuditEvent[] = []
      for (let second = 0; second < 12; second += 1) {
        events.push(
          await add(history, `stream-${second % 3}`, second, {
            team: second % 2 === 0 ? 'lab' : 'film',
            principal: second % 4 === 0 ? 'bob' : 'ann',
            outcome: second % 6 === 0 ? 'refused' : 'done',
          }),
        )
      }
      return events
    }

    it('has the events of all streams by time, each once, for any size of a page', async () => {
      const world = await open()
      const events = await fill(world)
      world.pass(60)

      for (const limit of [1, 2, 3, 12, 100]) expect(await feedOf(world.history, {}, limit)).toEqual(events)
    })

    it.each<[EventFilter, (event: AuditEvent) => boolean]>([
      [{ team: 'lab' }, event => event.team === 'lab'],
      [{ principal: 'bob' }, event => event.principal === 'bob'],
      [{ outcome: 'refused', team: 'lab' }, event => event.outcome === 'refused' && event.team === 'lab'],
      [{ action: 'cancel' }, () => false],
      [{ from: at(3), to: at(7) }, event => event.at >= at(3) && event.at < at(7)],
      [{ from: at(3), team: 'film' }, event => event.at >= at(3) && event.team === 'film'],
      [{ to: at(0) }, () => false],
      [{ from: at(100) }, () => false],
      [{ from: at(9), to: at(3) }, () => false],
    ])('shows of %j only what it asks for, and all of that', async (filter, isAsked) => {
      const world = await open()
      const events = await fill(world)
      world.pass(60)

      for (const limit of [1, 5, 100]) {
        expect(await feedOf(world.history, filter, limit)).toEqual(events.filter(isAsked))
      }
    })

    it('of one job has its submission, all that befell it, and attempts of others on it, for any size of a page', async () => {
      const world = await open()
      const { history, jobs } = world
      await jobs.claim(submitting({ id: RECORD, createdAt: at(1) }))
      await jobs.save(created({ id: RECORD, createdAt: at(1) }))
      await jobs.complete(RECORD, 'first', { jobId: 'AB123', open: false, submittedAt: at(1) }, at(2))
      for (const second of [2, 3, 4, 5, 6, 7]) {
        await add(history, RECORD, second, { action: second % 2 === 0 ? 'device' : 'read-status' })
        await add(history, 'other', second, { jobId: 'CD456' })
        await add(history, 'requests/lab/01', second, { jobId: undefined as never })
      }
      await add(history, 'requests/film/01', 6, { team: 'film', principal: 'mallory', outcome: 'refused' })
      world.pass(60)
      const all = (await feedOf(history)).filter(({ jobId }) => jobId === 'AB123')
      expect(all).toHaveLength(8)

      for (const limit of [1, 2, 3, 100]) {
        const of = (filter: EventFilter) => feedOf(history, { jobId: 'AB123', ...filter }, limit)
        expect(await of({})).toEqual(all)
        expect(await of({ team: 'lab' })).toEqual(all.filter(({ team }) => team === 'lab'))
        expect(await of({ action: 'device' })).toEqual(all.filter(({ action }) => action === 'device'))
        expect(await of({ principal: 'mallory' })).toEqual(all.filter(({ principal }) => principal === 'mallory'))
        expect(await of({ from: at(2), to: at(5) })).toEqual(all.filter(event => event.at >= at(2) && event.at < at(5)))
        expect(await of({ to: at(1) })).toEqual([])
      }
      expect(await feedOf(history, { jobId: 'ZZ999' })).toEqual([])
    })

    it('skips and doubles nothing while others write: what they write comes behind what was read', async () => {
      const world = await open()
      const written: string[] = []
      const write = async (second: number) => {
        // Two writers, of whom one has a clock that is a few seconds behind.
        for (const [stream, behind] of [
          ['one', 0],
          ['other', 4],
        ] as const) {
          written.push((await add(world.history, stream, second - behind)).id)
        }
      }
      const read: string[] = []
      let end: string | undefined
      for (let second = 0; second < 30; second += 1) {
        await write(second)
        world.pass(1)
        const page = await world.history.feed({}, { limit: 3, ...(end !== undefined && { after: end }) })
        read.push(...page.events.map(({ id }) => id))
        end = page.end ?? end
      }
      world.pass(600)
      const rest = await all(page => world.history.feed({}, page), 7, end)

      expect([...read, ...rest.map(({ id }) => id)].sort()).toEqual(written.sort())
    })

    it('can be gone on with from its end, once more has been written', async () => {
      const world = await open()
      await add(world.history, 'one', 1)
      world.pass(60)
      const { end, more } = await world.history.feed({}, { limit: 10 })
      const next = await add(world.history, 'one', 65)
      world.pass(60)

      expect(more).toBe(false)
      expect((await world.history.feed({}, { limit: 10, ...(end !== undefined && { after: end }) })).events).toEqual([
        next,
      ])
    })

    it.each(FORGED_PLACES)(
      'refuses to go on from %j, or shows from there only what the filter asks for',
      async after => {
        const world = await open()
        await add(world.history, 'one', 1, { team: 'film' })
        world.pass(60)

        const events = world.history.feed({ team: 'lab' }, { limit: 5, after }).then(page => page.events.length)
        expect(['PAGE_TOKEN_INVALID', 0]).toContain(await events.catch(error => error.code))
        const stream = world.history.stream('two', { limit: 5, after }).then(page => page.events.length)
        expect(['PAGE_TOKEN_INVALID', 0]).toContain(await stream.catch(error => error.code))
      },
    )
  })
}
