import { describe, expect, it } from '@jest/globals'
import type { RunStore } from '../../lib/checks/ports.ts'
import type { CheckRun } from '../../lib/checks/run.ts'
import { checkRun } from '../support/checks.ts'

const CHECK = { team: 'lab', name: 'guide' }
export const NOW = Date.parse('2026-11-21T10:00:00.000Z')
const DAY_MS = 24 * 60 * 60_000

/** What every store of runs does. `openEmpty` gives an empty one; what it gives opens that again at another time. */
export const itIsARunStore = (openEmpty: () => Promise<(now: number) => RunStore>) => {
  const at = (index: number): CheckRun =>
    checkRun({ runId: `run-${index}`, startedAt: new Date(NOW - index * 60_000).toISOString() })
  const opened = async () => {
    const open = await openEmpty()
    return (now = NOW) => open(now)
  }

  describe('the runs', () => {
    it('gives a run back as it was, hostile text included', async () => {
      const open = await opened()
      const run = checkRun({
        diagnostics: [{ code: 'A', severity: 'error', detail: 'ü \u0000 "<&>"', pointer: '/a', line: 1, column: 2 }],
        changed: { from: 'fail', appeared: [], gone: ['A /a'], manifest: true },
        notices: ['recovered'],
        scheduledFor: '2026-11-21T10:01:00.000Z',
      })

      await open().add(CHECK, run)

      expect(await open().list(CHECK, { limit: 10 })).toEqual({ runs: [run], more: false })
    })

    it('has a run once, however often it is added', async () => {
      const open = await opened()
      await open().add(CHECK, checkRun())
      await open().add(CHECK, checkRun({ notices: ['failed'] }))

      expect((await open().list(CHECK, { limit: 10 })).runs).toEqual([checkRun({ notices: ['failed'] })])
    })

    it('lists newest first, every run once, for any size of a page', async () => {
      const open = await opened()
      for (const index of [3, 0, 4, 1, 2]) await open().add(CHECK, at(index))

      for (const limit of [1, 2, 3, 4, 5, 100]) {
        const seen: string[] = []
        let after: CheckRun | undefined
        for (let more = true; more; ) {
          const page = await open().list(CHECK, { limit, after })
          expect(page.runs.length).toBeLessThanOrEqual(limit)
          seen.push(...page.runs.map(({ runId }) => runId))
          after = page.runs.at(-1)
          more = page.more
        }
        expect(seen).toEqual(['run-0', 'run-1', 'run-2', 'run-3', 'run-4'])
      }
    })

    it('goes on after a run that no longer exists', async () => {
      const open = await opened()
      await open().add(CHECK, at(2))

      expect((await open().list(CHECK, { limit: 5, after: at(1) })).runs.map(({ runId }) => runId)).toEqual(['run-2'])
    })

    it('keeps the runs of each check apart', async () => {
      const open = await opened()
      await open().add(CHECK, checkRun())

      for (const other of [
        { team: 'lab', name: 'guide2' },
        { team: 'film', name: 'guide' },
        { team: 'lab#guide', name: '' },
      ]) {
        expect((await open().list(other, { limit: 5 })).runs).toEqual([])
      }
    })

    it('are shown for 400 days', async () => {
      const open = await opened()
      await open().add(CHECK, at(0))

      expect((await open(NOW + 400 * DAY_MS - 1).list(CHECK, { limit: 5 })).runs).toHaveLength(1)
      expect((await open(NOW + 400 * DAY_MS + 1).list(CHECK, { limit: 5 })).runs).toHaveLength(0)
    })
  })
}
