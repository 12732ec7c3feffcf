import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { ROUTES } from '../../../lib/http/routes.ts'
import { close, listen } from '../../../lib/local/http-server.ts'
import { buildBundle } from '../../support/bundles.ts'

const run = promisify(execFile)

let server: Server
let url = ''
const asked: { readonly target: string; readonly body: string }[] = []
beforeAll(async () => {
  // In place of Lambda, CodeDeploy and the API: a Waybill that answers everything with nothing.
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const target = String(request.headers['x-amz-target'] ?? decodeURIComponent(request.url ?? ''))
    asked.push({ target, body: Buffer.concat(chunks).toString() })
    response.setHeader('content-type', 'application/json').end('{"statusCode":200,"headers":{},"body":"{}"}')
  })
  url = await listen(server, 0)
})
afterAll(() => close(server))
beforeEach(() => {
  asked.length = 0
})

/** Starts a deployed bundle with its settings and hands it one event. */
const invoke = async (name: string, event: object) => {
  const versions = [...new Set(ROUTES.map(route => route.function))].map(
    served => `${served}=arn:aws:lambda:us-east-1:111122223333:function:waybill-dev-${served}:7`,
  )
  const code = `import { handler } from ${JSON.stringify(join(buildBundle(name).folder, 'index.mjs'))}
    console.log('answer ' + JSON.stringify(await handler(${JSON.stringify(event)})))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    env: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_ENDPOINT_URL: url,
      WAYBILL_STAGE: 'dev',
      WAYBILL_SMOKE_KEY: 'AKIAIOSFODNN7EXAMPLE',
      WAYBILL_SMOKE_BUCKET: 'amzn-s3-demo-bucket',
      WAYBILL_SMOKE_TEAM: 'smoke',
      WAYBILL_SMOKE_VERSIONS: versions.join(','),
      WAYBILL_SMOKE_URL: `${url}/prod/`,
      WAYBILL_SMOKE_QUERY_URL: `${url}/prod/`,
    },
  })
  return JSON.parse(/^answer (.*)$/m.exec(stdout)?.[1] ?? '{}')
}

describe('the deployed smoke test', () => {
  it('invokes new versions before a release, and stops a release that fails a step', async () => {
    const { failed } = await invoke('smoke-release', { DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'hook-1' })

    expect(failed).toBeGreaterThan(0)
    expect(asked.some(({ target }) => target.includes('function:waybill-dev-look-up-jobs:7/invocations'))).toBe(true)
    const told = asked.find(({ target }) => target.startsWith('CodeDeploy'))
    expect(told?.target).toBe('CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus')
    expect(JSON.parse(told?.body ?? '{}')).toEqual({
      deploymentId: 'd-1',
      lifecycleEventHookExecutionId: 'hook-1',
      status: 'Failed',
    })
  })

  it('asks the address of the API again and again, and counts what fails', async () => {
    expect((await invoke('smoke', {})).failed).toBeGreaterThan(0)
    expect(asked.some(({ target }) => target === '/prod/v1/health')).toBe(true)
  })
})
