import { describe, expect, it } from '@jest/globals'

interface Problems {
  readonly answered: (asked: Promise<unknown>) => Promise<unknown>
}

/** By its address, since the console is compiled with settings of its own. */
const { answered } = (await import(
  new URL('../../console/src/api/problem.ts', import.meta.url).href
)) as unknown as Problems

const { nameRoute } = (await import(
  new URL('../../console/src/api/answer-route.ts', import.meta.url).href
)) as unknown as { readonly nameRoute: (answer: Response, route: string) => void }

const answerOf = (route: string, data: unknown) => {
  const response = new Response()
  nameRoute(response, route)
  return Promise.resolve({ response, data })
}

const answer = (status: number, parts: object) =>
  Promise.resolve({ response: new Response(null, { status }), ...parts })

const PROBLEM = {
  type: 'urn:waybill:problem:JOB_NOT_FOUND',
  title: 'No such job',
  status: 404,
  detail: 'There is no such job.',
  instance: '/v1/jobs/J',
  code: 'JOB_NOT_FOUND',
  requestId: 'r-1',
  retryable: false,
}

describe('an answer', () => {
  it.each([
    ['that does not come', Promise.reject(new TypeError('Failed to fetch')), 'NoAnswer'],
    ['that is a page in place of JSON', Promise.reject(new SyntaxError('Unexpected token <')), 'ForeignAnswer'],
    ['that is empty where something was asked for', answer(200, { data: undefined }), 'ForeignAnswer'],
    ['that is null', answer(200, { data: null }), 'ForeignAnswer'],
    [
      'of a gateway that waited too long',
      answer(504, { error: { message: 'Endpoint request timed out' } }),
      'ForeignAnswer',
    ],
    ['of a proxy', answer(502, { error: '<h1>Bad gateway</h1>' }), 'ForeignAnswer'],
    ['that only looks like a problem', answer(404, { error: { ...PROBLEM, errors: null } }), 'ForeignAnswer'],
    ['of another form than its route has', answerOf('GET /v1/me', {}), 'MalformedAnswer'],
    ['that has something where its route has nothing', answerOf('DELETE /v1/checks/{name}', {}), 'MalformedAnswer'],
    ['that is a problem', answer(404, { error: PROBLEM }), 'ApiProblem'],
  ])('%s is known for what it is', async (_what, asked, name) => {
    await expect(answered(asked)).rejects.toMatchObject({ name })
  })

  it('without a body is one where its status is 204', async () => {
    expect(await answered(answer(204, {}))).toBeUndefined()
  })
})
