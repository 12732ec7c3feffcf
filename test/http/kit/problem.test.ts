import { describe, expect, it } from '@jest/globals'
import { recordEvent } from '../../../lib/audit/record-event.ts'
import { problemOf } from '../../../lib/http/kit/problem.ts'
import { RequestError, type RequestErrorCode } from '../../../lib/http/kit/request-error.ts'
import { StoreFull } from '../../../lib/system.ts'

describe('an error of the HTTP request itself', () => {
  it.each<[RequestErrorCode, number, boolean]>([
    ['REQUEST_MALFORMED', 400, false],
    ['HEADERS_TOO_LARGE', 431, false],
    ['REQUEST_INCOMPLETE', 408, true],
    ['SERVER_STOPPING', 503, true],
    ['REQUEST_THROTTLED', 429, true],
  ])('%s is a problem of status %i; whether the same request may succeed later: %s', (code, status, retryable) => {
    const { problem } = problemOf(new RequestError(code, 'so'), { instance: '/v1/jobs', requestId: 'r' })

    expect(problem).toMatchObject({ code, status, retryable, detail: 'so', instance: '/v1/jobs', requestId: 'r' })
  })
})

describe('a full disk', () => {
  const problem = (error: unknown) => problemOf(error, { instance: '/v1/jobs', requestId: 'r' }).problem
  const full = { code: 'STORE_FULL', status: 507, retryable: true }

  it('stores nothing of what was to be stored', () => {
    expect(problem(new StoreFull())).toMatchObject({ ...full, detail: expect.stringMatching(/nothing was stored/) })
  })

  it('shows nothing that history must have first, and the problem has that reason', async () => {
    const deps = {
      history: { append: () => Promise.reject(new StoreFull()) },
      clock: () => new Date(0),
      newId: () => 'id',
      log: { info: () => undefined, error: () => undefined },
    }
    const recording = recordEvent(deps, 'requests', { principal: 'ann' }, { action: 'list-jobs', outcome: 'done' })
    const error = await recording.catch((reason: unknown) => reason)

    expect(problem(error)).toMatchObject({ ...full, detail: expect.stringMatching(/history must have this request/) })
  })
})
