import { describe, expect, it } from '@jest/globals'
import { batchBody, submitBody } from '../../../lib/http/kit/bodies.ts'
import { boundErrors } from '../../../lib/http/kit/bounded-errors.ts'
import { requestOf } from '../../../lib/http/kit/exchange.ts'
import { problemOf } from '../../../lib/http/kit/problem.ts'
import { JobError } from '../../../lib/jobs/errors.ts'
import { readManifest } from '../../../lib/manifest/read.ts'
import { proxyEvent } from '../../support/proxy-event.ts'

const FOUR_MEGABYTES = 4 * 1024 * 1024 - 100

/** The text, repeated until the body has nearly the length that a batch may have. */
const filled = (begin: string, part: (index: number) => string, end: string) => {
  const parts: string[] = []
  for (let length = 0, index = 0; length < FOUR_MEGABYTES - 200_000; index++) {
    const next = part(index)
    parts.push(next)
    length += next.length + 1
  }
  return `${begin}${parts.join(',')}${end}`
}

const UGLY: Readonly<Record<string, string>> = {
  'unknown names': filled('{', index => `"k${index}":1`, '}'),
  'few names, but long ones': filled('{', index => `"${index}${'n'.repeat(100_000)}":1`, '}'),
  'one name': `{"${'n'.repeat(FOUR_MEGABYTES - 10)}":1}`,
  'empty items': filled('{"items":[', () => '{}', ']}'),
  'numbers for items': filled('{"items":[', () => '1', ']}'),
  'unknown names in an item': filled('{"items":[{', index => `"k${index}":1`, '}]}'),
  'open brackets': '['.repeat(FOUR_MEGABYTES),
  'nested lists': `${'['.repeat(FOUR_MEGABYTES / 2)}${']'.repeat(FOUR_MEGABYTES / 2)}`,
  'nested objects': `{"items":${'{"a":'.repeat(FOUR_MEGABYTES / 8)}1${'}'.repeat(FOUR_MEGABYTES / 8)}}`,
  'nested items': `{"items":[${'['.repeat(FOUR_MEGABYTES / 2)}${']'.repeat(FOUR_MEGABYTES / 2)}]}`,
  'no end of a text': `{"items":["${'x'.repeat(FOUR_MEGABYTES - 20)}`,
  'nothing but escapes': `{"items":["${'\\\\'.repeat(FOUR_MEGABYTES / 2 - 20)}"]}`,
  'zero bytes': '\0'.repeat(FOUR_MEGABYTES),
}

const requestWith = (body: string) =>
  requestOf(proxyEvent({ route: 'POST /v1/batches', headers: { 'content-type': 'application/json' }, body }))

const answerTo = (read: () => unknown) => {
  try {
    read()
  } catch (error) {
    return problemOf(error, { instance: '/v1/batches', requestId: 'r-1' }).problem
  }
  return undefined
}

describe('four megabytes of JSON', () => {
  it.each(Object.entries(UGLY))('with %s are refused in few words', (_, body) => {
    const problem = answerTo(() => batchBody(requestWith(body)))

    expect(problem).toMatchObject({ status: 400, code: expect.stringMatching(/^(FIELD_INVALID|JSON_MALFORMED)$/) })
    expect(problem?.errors?.length ?? 0).toBeLessThanOrEqual(100)
    expect(JSON.stringify(problem).length).toBeLessThan(50_000)
  })

  it('with brackets and commas inside of texts are read', () => {
    const manifest = '[{,'.repeat(25_000)
    const body = JSON.stringify({ items: Array.from({ length: 50 }, () => ({ manifest })) })

    expect(batchBody(requestWith(body)).items).toHaveLength(50)
  })
})

describe('a body with many faults', () => {
  it('lists a hundred errors at most, and shows how many there are', () => {
    const body = JSON.stringify({
      manifest: 'a:1',
      ...Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`k${n}`, 1])),
    })
    const { errors = [] } = answerTo(() => submitBody(requestWith(body))) ?? {}

    expect(errors).toHaveLength(100)
    expect(errors.at(-1)).toEqual({
      code: 'TOO_MANY_ERRORS',
      detail: 'There are 500 errors; the first 99 are listed.',
      pointer: '',
    })
  })
})

describe('a manifest with long names', () => {
  it('is refused in an answer of bounded length', () => {
    const parent = 'p'.repeat(60_000)
    const text = `${parent}:\n${Array.from({ length: 300 }, (_, n) => `  k${n}: 1`).join('\n')}\n`
    const { diagnostics } = readManifest(text)
    const problem = answerTo(() => {
      throw new JobError('MANIFEST_INVALID', 'The manifest has faults.', { diagnostics })
    })

    expect(problem?.errors?.length).toBeGreaterThan(0)
    expect(JSON.stringify(problem).length).toBeLessThan(200_000)
  })
})

describe('a list of errors', () => {
  it('that fits stays as it is', () => {
    const errors = [{ code: 'A', detail: 'a', pointer: '/a' }]

    expect(boundErrors(errors, 1)).toEqual(errors)
  })

  it('cuts its pointers', () => {
    const [error] = boundErrors([{ code: 'A', detail: 'a', pointer: `/${'p'.repeat(1000)}` }])

    expect(error?.pointer).toHaveLength(300)
  })
})
