import { describe, expect, it } from '@jest/globals'
import { createClient } from '../../lib/client/client.ts'

/** A Waybill that answers the same to all, and what it was asked. */
const waybillThatAnswers = (status: number, body: unknown) => {
  const asked: { method: string; url: string; type: string | null; authorization: string | null; text: string }[] = []
  const fetch = async (request: Request) => {
    const { method, url, headers } = request
    asked.push({
      method,
      url,
      type: headers.get('content-type'),
      authorization: headers.get('authorization'),
      text: await request.text(),
    })
    const type = status < 400 ? 'application/json' : 'application/problem+json'
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } })
  }
  return { fetch, asked }
}

const ENDPOINT = 'https://waybill.example/prod/'

describe('the typed client', () => {
  it('asks for a job by the route and the types of the document', async () => {
    const { fetch, asked } = waybillThatAnswers(200, { jobId: 'AB/12', state: 'created' })

    const { data } = await createClient({ endpoint: ENDPOINT, fetch }).GET('/v1/jobs/{jobId}', {
      params: { path: { jobId: 'AB/12' } },
    })

    // Compiles only where the state is one of the closed list.
    const state: 'submitting' | 'created' | 'cancelled' | 'expired' | 'refused' | undefined = data?.state
    expect(state).toBe('created')
    expect(asked).toMatchObject([{ method: 'GET', url: 'https://waybill.example/prod/v1/jobs/AB%2F12', text: '' }])
  })

  it('sends a manifest as it is, and JSON as JSON', async () => {
    const { fetch, asked } = waybillThatAnswers(201, {})
    const client = createClient({ endpoint: ENDPOINT, fetch })
    const manifest = 'manifestVersion:2.0\n'

    await client.POST('/v1/jobs', { body: manifest, headers: { 'Content-Type': 'text/plain' } })
    await client.POST('/v1/jobs', { body: { manifest }, params: { query: { validateOnly: true } } })

    expect(asked).toMatchObject([
      { url: 'https://waybill.example/prod/v1/jobs', type: 'text/plain', text: manifest },
      {
        url: 'https://waybill.example/prod/v1/jobs?validateOnly=true',
        type: 'application/json',
        text: JSON.stringify({ manifest }),
      },
    ])
  })

  it('gives the problem of a request that is refused', async () => {
    const { fetch } = waybillThatAnswers(404, { code: 'JOB_NOT_FOUND', status: 404 })

    const { data, error } = await createClient({ endpoint: ENDPOINT, fetch }).GET('/v1/jobs/{jobId}/status', {
      params: { path: { jobId: 'NONE0' } },
    })

    expect(data).toBeUndefined()
    expect(error?.code).toBe('JOB_NOT_FOUND')
  })

  it('lets the caller prove who sends each request', async () => {
    const { fetch, asked } = waybillThatAnswers(200, { checks: [] })
    const authorize = (request: Request) => {
      request.headers.set('authorization', 'Bearer token')
      return request
    }

    await createClient({ endpoint: ENDPOINT, fetch, authorize }).GET('/v1/checks')

    expect(asked).toMatchObject([{ authorization: 'Bearer token' }])
  })
})
