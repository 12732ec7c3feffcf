import { beforeEach, describe, expect, it } from '@jest/globals'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { ROUTES } from '../../../lib/http/routes.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { KEY, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

let world: SubmissionWorld
let file: string
beforeEach(async () => {
  world = submissionWorld()
  world.keys.set('film', [{ ...KEY, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' }])
  const headers = { 'Content-Type': 'text/plain' }
  const made = await ask('POST /v1/jobs', { headers, body: importManifest(), team: 'lab' })
  file = made.body.signatureFileContents
  await ask('POST /v1/shipping-labels', { ...labelOf('J1111'), team: 'lab' })
  world.files.set('https://labels.example/shipping-label-J1111.pdf', Buffer.from('%PDF-'))
})

type Request = Parameters<typeof proxyEvent>[0]
const json = (body: object) => ({ headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
const labelOf = (jobId: string) => json({ jobIds: [jobId] })

const FUNCTIONS = { 'submit-jobs': submitJobs, 'look-up-jobs': lookUpJobs, 'manage-jobs': manageJobs }
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`
const isOurs = (name: string): name is keyof typeof FUNCTIONS => name in FUNCTIONS

const ask = async (name: string, request: Omit<Request, 'route'>) => {
  const found = ROUTES.find(route => nameOf(route) === name)
  if (!found || !isOurs(found.function)) throw new Error(`no route ${name}`)
  const params = { jobId: 'J1111', name: 'shipping-label-J1111.pdf', number: '1' }
  return readResult(await FUNCTIONS[found.function](world.deps)(proxyEvent({ route: name, params, ...request })))
}

/** What names lab's job, for each route that can name a job. */
const naming = (name: string): Omit<Request, 'route'> => {
  if (name === 'POST /v1/shipping-labels') return labelOf('J1111')
  if (name === 'PUT /v1/jobs/{jobId}/shipment') return json({ carrier: 'UPS' })
  if (name === 'POST /v1/jobs/{jobId}/custody') return json({ step: 'packed', by: 'Jane Roe' })
  if (name === 'POST /v1/jobs/{jobId}/clone') return json({})
  if (name === 'POST /v1/signatures/verify') return { headers: { 'Content-Type': 'text/plain' }, body: file }
  if (name.startsWith('PUT')) return { headers: { 'Content-Type': 'text/plain' }, body: importManifest('prefix:x/') }
  return {}
}
const ABOUT_A_JOB = ROUTES.filter(
  ({ function: served, path, caller }) =>
    // The depot's staff has no team; `test/http/depot` holds what it may.
    caller !== 'depot' &&
    isOurs(served) &&
    (path.includes('{jobId}') || ['/v1/shipping-labels', '/v1/signatures/verify'].includes(path)),
)
const state = () => world.items()

describe.each(ABOUT_A_JOB.map(route => [nameOf(route), route.caller] as const))('%s', (name, caller) => {
  it("of another team's job is 404, word for word as of a job that is not there, and changes nothing", async () => {
    const before = [await state(), world.service.jobs]

    const hidden = await ask(name, { team: 'film', ...naming(name) })

    expect(hidden).toMatchObject({ status: 404, body: { code: 'JOB_NOT_FOUND' } })
    const absent = { ...naming(name), params: { jobId: 'ZZZZZ', name: 'x.pdf' } }
    const none = await ask(name, {
      team: 'film',
      ...absent,
      ...(name === 'POST /v1/shipping-labels' && labelOf('ZZZZZ')),
      ...(name === 'POST /v1/signatures/verify' && { body: file.replace('J1111', 'ZZZZZ') }),
    })
    const plain = (text: string) => text.replaceAll(/J1111|ZZZZZ/g, 'JOB')
    expect(plain(hidden.body.detail)).toBe(plain(none.body.detail))
    expect([await state(), world.service.jobs]).toEqual(before)
  })

  it('lets an auditor look and not touch', async () => {
    const before = world.service.jobs.slice()

    const answer = await ask(name, { team: 'audit', role: 'auditor', ...naming(name) })

    expect(answer.status).toBe(caller === 'reader' ? 200 : 403)
    expect(world.service.jobs).toEqual(before)
    expect((await world.deps.jobs.job('J1111'))?.state).toBe('created')
  })

  it('lets a viewer of the team look and not touch, and shows an operator nothing', async () => {
    const before = world.service.jobs.slice()

    const viewer = await ask(name, { team: 'lab', role: 'viewer', ...naming(name) })
    const operator = await ask(name, { team: 'lab', role: 'operator', ...naming(name) })

    expect([viewer.status, operator.status]).toEqual([caller === 'reader' ? 200 : 403, 403])
    expect(world.service.jobs).toEqual(before)
  })

  it('wants to know who asks', async () => {
    expect((await ask(name, { team: undefined, ...naming(name) })).status).toBe(401)
  })

  it("serves the team's own member", async () => {
    expect((await ask(name, { team: 'lab', ...naming(name) })).status).toBe(200)
  })
})

describe('the same manifest and the same key of two teams', () => {
  it('are two submissions that know nothing of each other', async () => {
    const headers = { 'Content-Type': 'text/plain', 'Idempotency-Key': 'monday' }
    const lab = await ask('POST /v1/jobs', { headers, body: importManifest('prefix:a/'), team: 'lab' })
    const film = await ask('POST /v1/jobs', { headers, body: importManifest('prefix:b/'), team: 'film' })

    expect([lab.status, film.status]).toEqual([201, 201])
    expect(lab.body.id).not.toBe(film.body.id)
  })
})
