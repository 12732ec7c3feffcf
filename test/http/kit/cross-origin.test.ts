import { describe, expect, it } from '@jest/globals'
import { createHandler } from '../../../lib/http/kit/handler.ts'
import { RequestError } from '../../../lib/http/kit/request-error.ts'
import { proxyEvent } from '../../support/proxy-event.ts'

const ORIGINS = ['https://console.example.com', 'https://other.example.com']

const submit = (origin: string | undefined, { fails = false, corsOrigins = ORIGINS as readonly string[] } = {}) => {
  const handler = createHandler<'submit-jobs'>(
    {
      'POST /v1/jobs': async () => {
        if (fails) throw new RequestError('BODY_EMPTY', 'The body is empty.')
        return { status: 200, body: {} }
      },
      'POST /v1/batches': async () => ({ status: 200, body: {} }),
      'POST /v1/templates/{name}/jobs': async () => ({ status: 200, body: {} }),
      'POST /v1/jobs/{jobId}/clone': async () => ({ status: 200, body: {} }),
    },
    {
      log: { info: () => undefined, error: () => undefined },
      metrics: { report: () => undefined },
      clock: () => new Date(0),
      corsOrigins,
    },
  )
  return handler(
    proxyEvent({ route: 'POST /v1/jobs', team: 'archive', headers: origin === undefined ? {} : { origin } }),
  )
}

describe('an answer to a page of a listed origin', () => {
  it.each(ORIGINS)('may be read by %s', async origin => {
    const { headers } = await submit(origin)

    expect(headers).toMatchObject({ 'Access-Control-Allow-Origin': origin, Vary: 'Origin' })
  })

  it('may be read when it is a problem, so that the page can show why', async () => {
    const { statusCode, headers } = await submit('https://console.example.com', { fails: true })

    expect([statusCode, headers?.['Access-Control-Allow-Origin']]).toEqual([400, 'https://console.example.com'])
  })
})

describe('any other answer', () => {
  it.each([undefined, 'https://evil.example.com', 'null'])('answers no header to %s', async origin => {
    const { headers } = await submit(origin)

    expect(headers).not.toHaveProperty('Access-Control-Allow-Origin')
  })

  it('is as it was where no origins are listed', async () => {
    const { headers } = await submit('https://console.example.com', { corsOrigins: [] })

    expect(headers).not.toHaveProperty('Vary')
  })
})
