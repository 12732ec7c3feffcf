import { describe, expect, it } from '@jest/globals'

interface Problems {
  readonly answered: (asked: Promise<unknown>) => Promise<unknown>
}

/** By its address, since the console is compiled with settings of its own. */
const { answered } = (await import(
  new URL('../../console/src/api/problem.ts', import.meta.url).href
)) as unknown as Problems

const answer = (status: number, parts: object) =>
  Promise.resolve({ response: new Response(null, { status }), ...parts })

const PROBLEM = { code: 'JOB_NOT_FOUND', detail: 'There is no such job.' }

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
    ['that is a problem', answer(404, { error: PROBLEM }), 'ApiProblem'],
  ])('%s is known for what it is', async (_what, asked, name) => {
    await expect(answered(asked)).rejects.toMatchObject({ name })
  })

  it('without a body is one where its status is 204', async () => {
    expect(await answered(answer(204, {}))).toBeUndefined()
  })
})
