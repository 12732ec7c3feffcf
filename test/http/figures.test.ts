import { beforeEach, describe, expect, it } from '@jest/globals'
import { submitJobs } from '../../lib/http/jobs/submit-jobs.ts'
import type { HttpAnswer } from '../../lib/http/kit/exchange.ts'
import { createHandler, type RouteAction } from '../../lib/http/kit/handler.ts'
import { ROUTES, type RouteNameIn } from '../../lib/http/routes.ts'
import { reconcile } from '../../lib/jobs/submit/reconcile.ts'
import { readResult } from '../support/http-answer.ts'
import { importManifest } from '../support/manifests.ts'
import { proxyEvent } from '../support/proxy-event.ts'
import { type SubmissionWorld, submissionWorld } from '../support/submission-world.ts'

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

/** All routes of one function do the same. */
const LOOK_UPS = (act: RouteAction) => {
  const routes = ROUTES.filter(route => route.function === 'look-up-jobs')
  const actions = routes.map(({ method, path }) => [`${method} ${path}`, act])
  // One of each of the function's routes, by construction.
  return Object.fromEntries(actions) as Record<RouteNameIn<'look-up-jobs'>, RouteAction>
}

const submit = async (body = importManifest()) => {
  const event = proxyEvent({ route: 'POST /v1/jobs', headers: { 'Content-Type': 'text/plain' }, body, team: 'lab' })
  return readResult(await submitJobs(world.deps)(event)).status
}

describe('the figures', () => {
  it('count a job, its SIGNATURE, and how long it took', async () => {
    await submit()

    expect(world.reported).toEqual([{ SignaturesArchived: 1, JobsSubmitted: 1, TimeToSubmit: 0 }])
  })

  it('count a replay as no second job', async () => {
    await submit()
    world.reported.length = 0

    expect(await submit()).toBe(200)
    expect(world.reported).toEqual([{ JobsReplayed: 1 }])
  })

  it('count what is wrong with a manifest, each kind of fault once', async () => {
    expect(await submit('manifestVersion:2.0\nunknown1:a\nunknown2:b\n')).toBe(422)

    const codes = world.reported.map(({ code }) => code)
    expect(world.reported.every(({ ValidationFailed }) => ValidationFailed === 1)).toBe(true)
    expect(codes).toEqual([...new Set(codes)])
    expect(codes.length).toBeGreaterThan(1)
  })

  it('count what the service is at fault for, by what we call it', async () => {
    world.service.fates.push('not sent')

    expect(await submit()).toBe(503)
    expect(world.reported).toEqual([{ ServiceErrors: 1, code: 'SERVICE_UNREACHABLE' }, { ServerErrors: 1 }])
  })

  it('count every answer of 500 or more, whatever its reason, and no other', async () => {
    const answering = (act: () => Promise<HttpAnswer>) => createHandler<'look-up-jobs'>(LOOK_UPS(act), world.deps)
    const event = proxyEvent({ route: 'GET /v1/health' })
    const statuses = [200, 304, 404, 429, 499, 500, 503, 504, 599]

    for (const status of statuses) await answering(async () => ({ status, body: {} }))(event)
    await answering(async () => {
      throw new Error('a bug')
    })(event)

    expect(world.reported).toEqual(Array.from({ length: 5 }, () => ({ ServerErrors: 1 })))
  })

  it('count a SIGNATURE that could not be archived, and the one that the reconciler archives later', async () => {
    world.archive.fails = true
    await submit()
    expect(world.reported).toContainEqual({ SignaturesNotArchived: 1 })
    world.archive.fails = false
    world.reported.length = 0

    await reconcile(world.deps, new Date('2100-01-01'))

    expect(world.reported).toEqual([{ SignaturesArchived: 1 }, { SubmissionsReconciled: 1, SubmissionsOpen: 0 }])
  })
})

describe('the line of a request', () => {
  const lines: { readonly message: string; readonly fields?: Readonly<Record<string, unknown>> }[] = []
  const begun: string[] = []
  const log = {
    begin: (requestId: string) => void begun.push(requestId),
    info: (message: string, fields: Readonly<Record<string, unknown>> = {}) => void lines.push({ message, fields }),
    error: () => undefined,
  }
  const submitLogged = async (overrides: Partial<Parameters<typeof proxyEvent>[0]>) => {
    lines.length = 0
    begun.length = 0
    const headers = { 'Content-Type': 'text/plain' }
    const event = proxyEvent({ route: 'POST /v1/jobs', headers, body: importManifest(), team: 'lab', ...overrides })
    await submitJobs({ ...world.deps, log })(event)
    return lines
  }

  it('shows who asked, and what came of it', async () => {
    expect(await submitLogged({})).toEqual([
      {
        message: 'POST /v1/jobs',
        fields: {
          requestId: 'request-1',
          team: 'lab',
          principal: 'ann',
          action: 'submit',
          status: 201,
          durationMs: 0,
          made: '/v1/jobs/J1111',
        },
      },
    ])
    expect(begun).toEqual(['request-1'])
  })

  it('shows who was refused, and why', async () => {
    expect(await submitLogged({ body: 'manifestVersion:2.0', stage: '/prod' })).toEqual([
      {
        message: 'The manifest is invalid',
        fields: {
          requestId: 'request-1',
          request: 'POST /v1/jobs',
          team: 'lab',
          principal: 'ann',
          action: 'submit',
          code: 'MANIFEST_INVALID',
          status: 422,
          durationMs: 0,
        },
      },
    ])
    const [nobody] = await submitLogged({ team: undefined })
    expect(nobody?.fields).toEqual({
      requestId: 'request-1',
      request: 'POST /v1/jobs',
      action: 'submit',
      code: 'NOT_AUTHENTICATED',
      status: 401,
      durationMs: 0,
    })
  })
})
