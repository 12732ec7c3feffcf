import { type InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { askOverLambda } from '../../../lib/adapters/api/ask-over-lambda.ts'
import { createReleaseHook } from '../../../lib/adapters/api/release-hook.ts'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import type { Handler } from '../../../lib/http/kit/handler.ts'
import { importManifest } from '../../support/manifests.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

let world: SubmissionWorld
let invoked: string[]
let functions: Readonly<Record<string, Handler>>
beforeEach(() => {
  world = submissionWorld()
  invoked = []
  functions = { 'submit:7': submitJobs(world.deps), 'look-up:3': lookUpJobs(world.deps) }
})

/** Lambda, as far as it hands an event to a handler and its answer back, both as JSON. */
const lambda = (fails = false) =>
  Object.assign(new LambdaClient({ region: 'us-east-1' }), {
    send: async ({ input }: InvokeCommand) => {
      const name = String(input.FunctionName)
      invoked.push(name)
      const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
      if (fails) return { FunctionError: 'Unhandled', Payload: encode({ errorMessage: 'WAYBILL_TABLE must be set' }) }
      const event = JSON.parse(new TextDecoder().decode(input.Payload as Uint8Array))
      return { Payload: encode(await functions[name]?.(event)) }
    },
  })

const ask = (fails = false) =>
  askOverLambda({
    client: lambda(fails),
    versionOf: ({ method }) => (method === 'POST' ? 'submit:7' : 'look-up:3'),
    caller: { team: 'lab', principal: 'release d-1', role: 'member' },
    newId: () => 'request-1',
  })

const submit = () =>
  ask()({ method: 'POST', route: '/v1/jobs', headers: { 'content-type': 'text/plain' }, body: importManifest() })

describe('a version that is asked as API Gateway would ask it', () => {
  it('takes body, caller and route, and answers status, headers and bytes', async () => {
    const { status, headers, body } = await submit()

    const { jobId, team } = JSON.parse(Buffer.from(body).toString())
    expect([status, team, headers.location, headers['x-request-id']]).toEqual([
      201,
      'lab',
      `/v1/jobs/${jobId}`,
      'request-1',
    ])
    expect(invoked).toEqual(['submit:7'])
  })

  it('takes parameters of path and query', async () => {
    const { jobId } = JSON.parse(Buffer.from((await submit()).body).toString())

    const one = await ask()({ method: 'GET', route: '/v1/jobs/{jobId}/signature', params: { jobId } })
    const listed = await ask()({ method: 'GET', route: '/v1/jobs', query: { pageSize: 'many' } })

    expect([one.status, Buffer.from(one.body).toString()]).toEqual([200, expect.stringContaining(`jobId:${jobId}`)])
    expect(listed.status).toBe(400)
  })

  it('is reported with its own words where it does not start', async () => {
    await expect(ask(true)({ method: 'GET', route: '/v1/health' })).rejects.toThrow('WAYBILL_TABLE must be set')
  })
})

describe('the hook of a release', () => {
  it.each([
    [true, 'Succeeded'],
    [false, 'Failed'],
  ])('reports to CodeDeploy whether it may go on: %s', async (mayGoOn, status) => {
    const sent: object[] = []
    const client = { send: async ({ input }: { input: object }) => sent.push(input) }
    // Of the client only `send` is used.
    const answer = createReleaseHook(client as unknown as Parameters<typeof createReleaseHook>[0])

    await answer({ DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'hook-1' }, mayGoOn)

    expect(sent).toEqual([{ deploymentId: 'd-1', lifecycleEventHookExecutionId: 'hook-1', status }])
  })
})
