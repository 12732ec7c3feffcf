import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createHttpStaffSide } from '../../../lib/adapters/service/http-staff-side.ts'
import { DepotFailure, type DepotFailureKind } from '../../../lib/desk/depot-failure.ts'
import { listen, stop } from '../../depot/depot-fixture.ts'
import { AMPLE_MS } from '../../support/patience.ts'

/** What the server answers next; `undefined`: nothing, ever. */
let next: { readonly status: number; readonly body: string } | undefined
let asked: string[] = []
const server = createServer((request, answer) => {
  const chunks: Uint8Array[] = []
  request.on('data', chunk => chunks.push(chunk))
  request.on('end', () => {
    const { method, url, headers } = request
    asked.push([method, url, headers.authorization, headers['if-match'], String(Buffer.concat(chunks))].join(' '))
    if (next) answer.writeHead(next.status, { Location: '/elsewhere' }).end(next.body)
  })
})
let url = ''
beforeAll(async () => {
  url = await listen(server)
})
afterAll(() => stop(server))
beforeEach(() => {
  asked = []
})

const side = (depot = `${url}/prod/`, timeoutMs = AMPLE_MS) =>
  createHttpStaffSide({ depot: new URL(depot), secret: async () => 'the secret', timeoutMs })

const REPORT = {
  jobId: 'ABCDE',
  jobType: 'Import',
  owner: 'AKID',
  createdAt: '2026-11-21T10:00:00.000Z',
  expiresAt: '2026-12-21T10:00:00.000Z',
  stage: 'expected',
  allowed: ['receive'],
  location: { code: 'NotReceived', message: '' },
  progress: { code: 'Pending', message: '' },
  proof: 'SIGNATURE',
  events: [],
  version: 1,
  manifest: 'manifestVersion:2.0\n',
}

describe("the staff's side of a depot over HTTP", () => {
  it('asks below the address of the depot, with the secret, and encodes what it is given', async () => {
    next = { status: 200, body: JSON.stringify(REPORT) }
    await side().job('a/../b?c')
    await side().step('ABCDE', { verb: 'return', carrier: 'UPS', trackingNumber: '1' }, 7)
    next = { status: 200, body: JSON.stringify({ jobs: [] }) }
    await side().queue({ limit: 2, stage: 'loading', after: { since: '2026', jobId: 'ABCDE' } })

    expect(asked).toEqual([
      'GET /prod/staff/jobs/a%2F..%2Fb%3Fc Bearer the secret  ',
      'POST /prod/staff/jobs/ABCDE/return Bearer the secret "7" {"carrier":"UPS","trackingNumber":"1"}',
      'GET /prod/staff/jobs?limit=2&stage=loading&since=2026&jobId=ABCDE Bearer the secret  ',
    ])
  })

  it.each(['.', '..'])('asks for nothing else than a job, whatever the job is called: %s', async jobId => {
    for (const asking of [
      side().job(jobId),
      side().step(jobId, { verb: 'return', carrier: 'UPS', trackingNumber: '1' }),
    ]) {
      await expect(asking).rejects.toMatchObject({ name: 'DepotFailure', kind: 'no-such-job' })
    }
    expect(asked).toEqual([])
  })

  const problem = (status: number, code: string) => ({ status, body: JSON.stringify({ code, detail: 'why' }) })
  it.each<[string, typeof next, DepotFailureKind]>([
    ['a job that does not exist', problem(404, 'JOB_NOT_FOUND'), 'no-such-job'],
    ['a step that is not allowed', problem(409, 'TRANSITION_NOT_ALLOWED'), 'not-allowed'],
    ['another version', problem(412, 'JOB_CHANGED'), 'changed'],
    ['a job that others change', problem(503, 'JOB_BUSY'), 'busy'],
    ['a secret that it does not take', problem(401, 'NOT_AUTHENTICATED'), 'credentials'],
    ['a store that does not answer', problem(503, 'STORE_UNAVAILABLE'), 'unreachable'],
    ['its own failure', problem(500, 'INTERNAL_ERROR'), 'unreadable'],
    ['a code that is new', problem(400, 'TOMORROW'), 'unreadable'],
    ['a page of another server', { status: 404, body: '<html>' }, 'unreadable'],
    ['200 and no JSON', { status: 200, body: 'ok' }, 'unreadable'],
    ['200 and another form', { status: 200, body: '{"jobId":7}' }, 'unreadable'],
    ['an unknown stage', { status: 200, body: JSON.stringify({ ...REPORT, stage: 'lost' }) }, 'unreadable'],
    ['more than is read', { status: 200, body: ' '.repeat(9 * 1024 * 1024) }, 'unreadable'],
    ['a redirect', { status: 302, body: '' }, 'unreachable'],
  ])('fails for %s', async (_name, answer, kind) => {
    next = answer

    await expect(side().job('ABCDE')).rejects.toMatchObject({ name: 'DepotFailure', kind })
  })

  it('shows nothing of the secret in its errors', async () => {
    next = problem(401, 'NOT_AUTHENTICATED')
    const error = await side()
      .job('ABCDE')
      .catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(DepotFailure)
    expect(String(error)).not.toContain('the secret')
  })

  it('does not wait for ever', async () => {
    next = undefined

    await expect(side(undefined, 50).job('ABCDE')).rejects.toMatchObject({ kind: 'timeout' })
  })

  it('fails where nothing listens', async () => {
    await expect(side('http://127.0.0.1:1/').job('ABCDE')).rejects.toMatchObject({ kind: 'unreachable' })
  })
})
