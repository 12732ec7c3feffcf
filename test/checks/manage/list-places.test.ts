import { beforeEach, describe, expect, it } from '@jest/globals'
import { listChecks } from '../../../lib/checks/manage/list-checks.ts'
import { listRuns } from '../../../lib/checks/manage/list-runs.ts'
import { pageToken } from '../../../lib/jobs/look-up/page-token.ts'
import { listName } from '../../../lib/jobs/look-up/page-tokens.ts'
import { writePlace } from '../../../lib/jobs/place.ts'
import { type CheckWorld, checkWorld } from '../../support/check-world.ts'
import { checkRun, scheduledCheck } from '../../support/checks.ts'
import { errorOf } from '../../support/error-of.ts'

const ANN = { team: 'lab', principal: 'ann', role: 'member' } as const

let world: CheckWorld
beforeEach(async () => {
  world = checkWorld()
  const { checks, runs } = world.deps
  for (const name of ['a', 'b', 'c', 'd']) await checks.create(scheduledCheck({ name, id: `check-${name}` }))
  for (let minute = 0; minute < 4; minute += 1) {
    const startedAt = `2026-11-21T09:0${minute}:00.000Z`
    await runs.add({ team: 'lab', name: 'a' }, checkRun({ runId: `run-${minute}`, startedAt }))
  }
})

/** All pages of a list, as one, from a token on. */
const checksFrom = async (token?: string) => {
  const names: string[] = []
  for (let pageToken = token, isMore = true; isMore; ) {
    const page = await listChecks(world.deps, { caller: ANN, pageSize: 3, ...(pageToken && { pageToken }) })
    names.push(...page.entries.map(({ name }) => name))
    pageToken = page.nextPageToken
    isMore = pageToken !== undefined
  }
  return names.join('')
}
const runsFrom = async (token?: string) => {
  const ids: string[] = []
  for (let pageToken = token, isMore = true; isMore; ) {
    const page = await listRuns(world.deps, { caller: ANN, name: 'a', pageSize: 3, ...(pageToken && { pageToken }) })
    ids.push(...page.entries.map(({ runId }) => runId))
    pageToken = page.nextPageToken
    isMore = pageToken !== undefined
  }
  return ids.join(' ')
}

const checksToken = (...place: string[]) => pageToken(listName(ANN, 'checks', 'lab', 'lab'), writePlace(...place))
const runsToken = (...place: string[]) => pageToken(listName(ANN, 'runs', 'lab', 'a'), writePlace(...place))

describe('the pages of checks', () => {
  it('go on where the page before ended, and are all there is', async () => {
    expect(await checksFrom()).toBe('abcd')
    expect(await checksFrom(checksToken('lab', 'b'))).toBe('cd')
  })

  it.each([
    ['no team', ['no team', 'a']],
    ['no name', ['lab', 'a b']],
    ['neither', ['no team', 'a b']],
    ['too few parts', ['lab']],
    ['too many parts', ['lab', 'a', 'b']],
  ])('do not go on from a place that has %s', async (_what, place) => {
    expect((await errorOf(checksFrom(checksToken(...place)))).code).toBe('PAGE_TOKEN_INVALID')
  })
})

describe('the pages of runs', () => {
  it('go on where the page before ended, and are all there is', async () => {
    expect(await runsFrom()).toBe('run-3 run-2 run-1 run-0')
    expect(await runsFrom(runsToken('2026-11-21T09:02:00.000Z', 'run-2'))).toBe('run-1 run-0')
  })

  it.each([
    ['no moment', ['yesterday', 'run-2']],
    ['a moment of another form', ['2026-11-21T09:02:00Z', 'run-2']],
    ['too few parts', ['2026-11-21T09:02:00.000Z']],
  ])('do not go on from a place that has %s', async (_what, place) => {
    expect((await errorOf(runsFrom(runsToken(...place)))).code).toBe('PAGE_TOKEN_INVALID')
  })
})
