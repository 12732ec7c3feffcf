import { describe, expect, it } from '@jest/globals'
import { problemOf } from '../../../lib/http/kit/problem.ts'
import { RequestError, type RequestErrorCode } from '../../../lib/http/kit/request-error.ts'

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
