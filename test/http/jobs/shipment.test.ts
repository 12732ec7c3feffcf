import { beforeEach, describe, expect, it } from '@jest/globals'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import type { RouteName } from '../../../lib/http/routes.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

let world: SubmissionWorld
beforeEach(async () => {
  world = submissionWorld()
  const headers = { 'Content-Type': 'text/plain' }
  await submitJobs(world.deps)(proxyEvent({ route: 'POST /v1/jobs', headers, body: importManifest(), team: 'lab' }))
})

const SHIPMENT = 'PUT /v1/jobs/{jobId}/shipment'
const CUSTODY = 'POST /v1/jobs/{jobId}/custody'

const ask = async (route: RouteName, body: unknown, more: Readonly<Record<string, string>> = {}) => {
  const headers = { 'Content-Type': 'application/json', ...more }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const event = proxyEvent({ route, params: { jobId: 'J1111' }, headers, body: text, team: 'lab' })
  return readResult(await manageJobs(world.deps)(event))
}

describe(SHIPMENT, () => {
  it('answers the job with its shipment, its device, what is allowed now, and its ETag', async () => {
    const { status, headers, body } = await ask(SHIPMENT, { carrier: 'ups', trackingNumber: '1z 5r8-939 0357567127' })

    expect([status, headers.ETag]).toEqual([200, expect.any(String)])
    expect(body).toMatchObject({
      device: { stage: 'shipped', carrier: 'UPS', trackingNumber: '1Z5R89390357567127' },
      shipment: { carrier: 'UPS', trackingNumber: '1Z5R89390357567127', warnings: [] },
      allowedActions: ['update', 'cancel', 'label', 'ship', 'custody', 'status'],
    })
  })

  it('with If-Match changes the job that the caller has seen, and no other', async () => {
    const { headers } = await ask(SHIPMENT, { carrier: 'UPS' })
    const tag = { 'If-Match': String(headers.ETag) }

    expect((await ask(SHIPMENT, { carrier: 'DHL' }, tag)).status).toBe(200)
    expect(await ask(SHIPMENT, { carrier: 'FedEx' }, tag)).toMatchObject({ status: 412, body: { code: 'JOB_CHANGED' } })
  })

  it.each([
    ['nothing', '', 'BODY_EMPTY'],
    ['no JSON', '{', 'JSON_MALFORMED'],
    ['no carrier', {}, 'FIELD_INVALID'],
    ['an empty carrier', { carrier: '' }, 'FIELD_INVALID'],
    ['a blank carrier', { carrier: '  ' }, 'FIELD_INVALID'],
    ['a carrier of two lines', { carrier: 'UPS\nDHL' }, 'FIELD_INVALID'],
    ['a huge carrier', { carrier: 'x'.repeat(101) }, 'FIELD_INVALID'],
    ['a number with a slash', { carrier: 'UPS', trackingNumber: '../1' }, 'FIELD_INVALID'],
    ['an empty number', { carrier: 'UPS', trackingNumber: '' }, 'FIELD_INVALID'],
    ['a number that is one', { carrier: 'UPS', trackingNumber: 4711 }, 'FIELD_INVALID'],
    ['no jobs', { carrier: 'UPS', jobIds: [] }, 'FIELD_INVALID'],
    ['51 jobs', { carrier: 'UPS', jobIds: Array.from({ length: 51 }, () => 'J1111') }, 'FIELD_INVALID'],
    ['a misspelt field', { carrier: 'UPS', shippedon: '2026-11-21' }, 'FIELD_INVALID'],
    ['a day that is none', { carrier: 'UPS', shippedOn: '2026-02-30' }, 'SHIPMENT_INVALID'],
    ['a day to come', { carrier: 'UPS', shippedOn: '2027-01-01' }, 'SHIPMENT_INVALID'],
  ])('with %s is 400 and changes nothing', async (_name, body, code) => {
    const before = await world.items()

    expect(await ask(SHIPMENT, body)).toMatchObject({ status: 400, body: { code } })
    expect(await world.items()).toEqual(before)
  })
})

describe(CUSTODY, () => {
  it('answers the job with all its steps', async () => {
    await ask(CUSTODY, { step: 'packed', by: 'Jane Roe' })
    const { status, body } = await ask(CUSTODY, { step: 'sealed', by: ' Jane Roe ', sealNumber: 'S-1' })

    expect([status, body.custody]).toEqual([
      200,
      [
        { step: 'packed', by: 'Jane Roe', at: expect.any(String), recordedBy: expect.any(String) },
        { step: 'sealed', by: 'Jane Roe', at: expect.any(String), recordedBy: expect.any(String), sealNumber: 'S-1' },
      ],
    ])
  })

  it('shows which steps there are for one that is not', async () => {
    const { status, body } = await ask(CUSTODY, { step: 'thrown', by: 'Jane Roe' })

    expect([status, body.errors]).toEqual([
      400,
      [expect.objectContaining({ pointer: '/step', detail: expect.stringContaining('packed, sealed, handed-over') })],
    ])
    expect(await ask(CUSTODY, { step: 'packed', by: 'Jane', at: '1999-01-01' })).toMatchObject({
      status: 400,
      body: { code: 'CUSTODY_INVALID' },
    })
  })
})
