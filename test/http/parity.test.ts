import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { type FunctionName, needsCaller, ROUTES } from '../../lib/http/routes.ts'
import { serveGateway } from '../../lib/local/gateway.ts'
import type { RunningServer } from '../../lib/local/http-server.ts'
import { type ApiWorld, apiWorld } from '../support/api-world.ts'
import { createGateway, type Gateway } from '../support/deployed/gateway.ts'
import type { Lambda } from '../support/deployed/lambda.ts'
import { deployStack } from '../support/deployed/template.ts'
import { importManifest } from '../support/manifests.ts'
import { fullStage, stacksOf } from '../support/synth.ts'

/*
 * One machine and a stage answer the same: the same functions behind the gateway of one machine, and behind an API Gateway
 * that does as the stage's template has it.
 */

const CALLER = { team: 'lab', principal: 'ann', role: 'member' } as const

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

let world: ApiWorld
let machine: RunningServer
interface Stage {
  readonly api: Gateway
  /** Tools sign for their own service, so the Query API is an API of its own. */
  readonly query: Gateway
}

let stage: Stage
beforeAll(async () => {
  world = await apiWorld()
  const { handlers } = world
  machine = await serveGateway(
    {
      handlers,
      authorizer: { callerOf: async () => CALLER },
      names: { hosts: [], origins: [] },
      flushed: async () => undefined,
      newId: world.deps.newId,
      clock: world.deps.clock,
      log: { info: () => undefined, error: () => undefined },
    },
    0,
  )
  stage = stageOver(handlers)
})
afterAll(async () => {
  await machine.stop()
  await world.stop()
})

/** A stage whose functions are these, and whose authoriser knows everybody as the caller. */
const stageOver = (handlers: ApiWorld['handlers']): Stage => {
  const { waybill } = stacksOf(fullStage())
  const stack = deployStack(waybill, { region: 'eu-central-1', endpoint: 'http://queues.example' })
  const [[, key = {}] = []] = stack.ofType('AWS::ApiGateway::ApiKey')
  const invoke = async (alias: string, event: unknown) => {
    const name = Object.keys(handlers).find(known => alias.includes(`-${known}:`))
    if (name === undefined) {
      const policyDocument = { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] }
      return { principalId: 'ann', policyDocument, context: CALLER, usageIdentifierKey: key.Value }
    }
    // Its own gateway has made the event.
    return handlers[name as FunctionName](event as APIGatewayProxyEvent)
  }
  const lambdaOf = (alias: string) =>
    ({ invoke: async event => ({ kind: 'result', result: await invoke(alias, event), rssKb: 0 }) }) as Pick<
      Lambda,
      'invoke'
    >
  const [api = missing(), query = missing()] = [/^Api/, /^QueryApi/].map(pattern => {
    const [id = ''] = stack.ofType('AWS::ApiGateway::RestApi').find(([found]) => pattern.test(found)) ?? []
    return createGateway({
      stack,
      api: id,
      identities: new Map(),
      // The gateway asks nothing else of a function.
      lambdaOf: alias => lambdaOf(alias) as Lambda,
      mayInvoke: () => true,
      hasCustomDomain: false,
    })
  })
  return { api, query }
}

const missing = (): never => {
  throw new Error('the stage has no such API')
}

// Else `fetch` asks for compressed answers.
const ALWAYS = { authorization: 'Bearer aaaa.bbbb.cccc', 'accept-encoding': 'identity' }

const onMachine = async ({ method, path, headers = {}, body }: Asked): Promise<Answered> => {
  const answer = await fetch(`${machine.url}${path}`, {
    method,
    headers: { ...ALWAYS, ...headers },
    redirect: 'manual',
    ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  })
  return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() }
}

const onStage = async ({ method, path, headers = {}, body = '' }: Asked): Promise<Answered> => {
  const gateway = path === '/' ? stage.query : stage.api
  const answer = await gateway.answer({
    method,
    target: `/${gateway.stage}${path}`,
    headers: { ...ALWAYS, ...headers },
    body: Buffer.from(body),
  })
  const named = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value)])
  return { status: answer.status, headers: Object.fromEntries(named), text: Buffer.from(answer.body).toString() }
}

/** What the connection needs, and what the server of one machine adds for the browser that runs there. */
const OF_THE_WIRE =
  /^(?:connection|content-length|cross-origin-resource-policy|date|keep-alive|transfer-encoding|x-amzn-errortype|x-content-type-options)$/

/** What lets this stage's web page read the answers, and stands in answers that API Gateway makes by itself. */
const OF_PAGES = /^(?:access-control-|vary$|cache-control$|x-request-id$)/

/** The request's own IDs, the stage's name before each path, and history, which has the first request when the second asks. */
const plainText = (text: string) =>
  text
    .replaceAll(`/${stage.api.stage}/`, '/')
    .replaceAll(`"url":"/${stage.api.stage}"`, '"url":"/"')
    .replaceAll(/"requestId":"[^"]*"/g, '"requestId":""')
    .replaceAll(/<RequestId>[^<]*/g, '<RequestId>')
    .replace(/"events":\[.*\],"resumeToken":"[^"]*"/, '"events":[]')

/** An answer without what the two may differ in. */
const plain = (method: string, { status, headers, text }: Answered) => ({
  status,
  headers: Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.replace('x-amzn-remapped-', ''), value] as const)
      .filter(([name]) => !OF_THE_WIRE.test(name) && !(method === 'OPTIONS' && OF_PAGES.test(name)))
      .filter(([name]) => name !== 'access-control-allow-origin')
      .map(([name, value]) => [name, /request-?id$/.test(name) ? '' : plainText(value)])
      .toSorted(),
  ),
  text: plainText(text),
})

const filled = (path: string) => path.replaceAll(/\{(\w+)\}/g, (_all, name) => (name === 'day' ? '2026-11-21' : 'none'))
/** Of other methods there, API Gateway answers by itself: 404 in XML, where one machine answers 405. No tool uses them. */
const QUERY_API = '/'
/** A stage has the desk only where it has a depot of its own; test/deployed tries it there. */
const SHARED = ROUTES.filter(({ caller }) => caller !== 'depot')
const paths = [...new Set(SHARED.map(({ path }) => path))]
const TEXT = { 'content-type': 'text/plain' }

const REQUESTS: readonly (readonly [string, Asked])[] = [
  ...SHARED.map(({ method, path }) => [`${method} ${path}`, { method, path: filled(path) }] as const),
  ...SHARED.filter(({ method, path }) => method === 'GET' && path !== QUERY_API).map(
    ({ path }) => [`HEAD ${path}`, { method: 'HEAD', path: filled(path) }] as const,
  ),
  ...paths
    .filter(path => path !== QUERY_API)
    .flatMap(path =>
      ['OPTIONS', 'PATCH', 'DELETE'].map(method => [`${method} ${path}`, { method, path: filled(path) }] as const),
    ),
  ...SHARED.filter(needsCaller).map(
    ({ method, path }) => [`${method} ${path}?unknown=1`, { method, path: `${filled(path)}?unknown=1` }] as const,
  ),
  ...SHARED.filter(({ method }) => method === 'POST' || method === 'PUT').flatMap(({ method, path }) => {
    const asked = (what: string, headers: Readonly<Record<string, string>>, body: string | Buffer) =>
      [`${method} ${path} with ${what}`, { method, path: filled(path), headers, body }] as const
    return [
      asked('a picture', { 'content-type': 'image/png' }, 'x'),
      asked('a charset that it does not read', { 'content-type': 'text/plain; charset=koi8-r' }, 'x'),
      asked('half of gzip', { ...TEXT, 'content-encoding': 'gzip' }, gzipSync(importManifest()).subarray(0, 40)),
      asked('brotli', { ...TEXT, 'content-encoding': 'br' }, 'x'),
      asked('broken JSON', { 'content-type': 'application/json' }, '{'),
      asked('bytes that are no text', TEXT, Buffer.from([0xff, 0xfe, 0xfd])),
    ]
  }),
  ...[
    '/v1/jobs?pageSize=0',
    '/v1/jobs?pageSize=1001',
    '/v1/jobs?pageSize=10&pageSize=10',
    '/v1/jobs?kind=',
    '/v1/jobs?from=2026-13-01',
    '/v1/jobs?deviceId=%E2%82%AC',
    '/v1/jobs?deviceId=a+b',
    '/v1/jobs/A%20B',
    '/v1/jobs/A%2FB',
    '/v1/jobs/%C3%BC',
    '/v1/nowhere',
    '/v1/jobs/a/b/c/d',
    '/v2/jobs',
    '/V1/jobs',
  ].map(path => [`GET ${path}`, { method: 'GET', path }] as const),
  ['GET /v1/jobs that asks for a picture', { method: 'GET', path: '/v1/jobs', headers: { accept: 'image/png' } }],
  ['GET /v1/jobs as CSV', { method: 'GET', path: '/v1/jobs', headers: { accept: 'text/csv' } }],
]

describe('one machine and a stage', () => {
  it.each(REQUESTS)('answer the same to %s', async (_name, asked) => {
    const machineAnswer = plain(asked.method, await onMachine(asked))
    const stageAnswer = plain(asked.method, await onStage(asked))

    expect(stageAnswer).toEqual(machineAnswer)
  })
})
