import { spawn } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'esbuild'
import { TABLE_KEY } from '../lib/adapters/dynamo/job-table.ts'
import { bundle } from '../lib/infra/functions/bundle.ts'
import { FUNCTIONS } from '../lib/infra/functions/functions.ts'
import { close, listen } from '../lib/local/http-server.ts'
import { SETTINGS } from '../lib/settings/settings.ts'
import { AUDIENCE, ISSUER, startIdentityProvider } from '../test/support/identity-provider.ts'
import type { Bench, Row, Target } from './bench.ts'
import { median } from './median.ts'
import { readAtStart } from './read-at-start.ts'

const LAMBDAS = join(import.meta.dirname, '../lambdas')
/** Inside the project, so that what is not bundled is found in `node_modules`. */
const FOLDER = join(import.meta.dirname, 'results/cold-start')

/** A value that a setting takes, by what its name says. */
const settingValue = (name: string) => {
  if (name.endsWith('_URL') || name.endsWith('_ISSUER')) return 'https://example.com/path'
  if (name.endsWith('_ARN') || name.endsWith('_TOPIC')) return 'arn:aws:sns:us-east-1:123456789012:name'
  if (name === 'WAYBILL_TEAMS') return '{"teams": {}}'
  if (name === 'WAYBILL_TIERS') return '{"standard": {"rate": 20, "burst": 40}}'
  if (name === 'WAYBILL_RETENTION_DAYS') return '365'
  return 'name'
}

/** What a deployed function finds in its environment. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  ...Object.fromEntries(
    Object.entries(SETTINGS)
      .filter(([name, setting]) => !('byDefault' in setting) && !name.endsWith('_FOLDER'))
      .map(([name]) => [name, settingValue(name)]),
  ),
}

/** An event of API Gateway with what the functions read of it. */
const event = (httpMethod: string, resource: string, body = '') => ({
  httpMethod,
  resource,
  path: resource,
  headers: { 'Content-Type': 'text/plain' },
  body,
  isBase64Encoded: false,
  requestContext: {
    requestId: 'bench',
    path: resource,
    authorizer: { team: 'local', principal: 'bench', role: 'member' },
  },
})

/**
 * First requests: two that a function answers without asking anybody else, and one for which the authoriser fetches the
 * issuer's keys and looks for the team.
 */
const firstRequests = (token: string): Readonly<Record<string, object>> => ({
  'look-up-jobs': event('GET', '/v1/health'),
  'submit-jobs': event('POST', '/v1/jobs', 'manifestVersion:2.0\ndeviceId:no more than that\n'),
  authorize: {
    type: 'TOKEN',
    methodArn: 'arn:aws:execute-api:us-east-1:123456789012:api/prod/GET/v1/jobs',
    authorizationToken: `Bearer ${token}`,
  },
})

const TARGETS: Readonly<Record<string, readonly Target[]>> = {
  authorize: [{ of: 'limit', most: 1.6 }],
  'look-up-jobs': [
    { of: 'limit', most: 3 },
    { of: 'peer', most: 0.75 },
  ],
  'submit-jobs': [
    { of: 'limit', most: 3.5 },
    { of: 'peer', most: 0.75 },
  ],
}

/** How much fewer starts will do for a function that has no target. */
const FEWER = 4

/** The same function with everything from `node_modules` left there. */
const buildTwin = (name: string, folder: string) =>
  build({
    entryPoints: { index: join(LAMBDAS, `${name}.ts`) },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node24',
  })

/** Programs that write a byte as soon as they have loaded a function, or as soon as that has answered. */
const writeStarts = async (folder: string, request: object | undefined) => {
  await writeFile(join(folder, 'ready.mjs'), `await import('./index.mjs')\nprocess.stdout.write('.')\n`)
  if (!request) return
  await writeFile(
    join(folder, 'answer.mjs'),
    `const { handler } = await import('./index.mjs')\nawait handler(${JSON.stringify(request)}, { getRemainingTimeInMillis: () => 60_000 })\nprocess.stdout.write('.')\n`,
  )
}

const BARE = join(FOLDER, 'bare/ready.mjs')

/** What is measured, by its name: programs of ours, of the twin, and the bare one. */
const prepare = async (names: readonly string[], requests: Readonly<Record<string, object>>) => {
  await rm(FOLDER, { recursive: true, force: true })
  await mkdir(join(FOLDER, 'bare'), { recursive: true })
  await writeFile(join(FOLDER, 'bare/index.mjs'), 'export const handler = async () => ({ statusCode: 200 })\n')
  await writeStarts(join(FOLDER, 'bare'), undefined)
  const programs = [BARE]
  const sizes = new Map<string, number>()
  for (const name of names) {
    const request = requests[name]
    sizes.set(name, readAtStart(bundle(name, join(FOLDER, name, 'ours'))).bytes)
    await buildTwin(name, join(FOLDER, name, 'twin'))
    for (const kind of ['ours', 'twin']) {
      const folder = join(FOLDER, name, kind)
      await writeStarts(folder, request)
      programs.push(join(folder, 'ready.mjs'), ...(request ? [join(folder, 'answer.mjs')] : []))
    }
  }
  return { programs, sizes }
}

/** Milliseconds from the start of a process to its first byte. */
const firstByteMs = (program: string, servers: Readonly<Record<string, string>>) =>
  new Promise<number>((resolve, reject) => {
    const start = performance.now()
    const env = { ...ENVIRONMENT, ...servers }
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let time: number | undefined
    let complaint = ''
    child.stdout.once('data', () => {
      time = performance.now() - start
      child.kill('SIGKILL')
    })
    child.stderr.on('data', chunk => {
      complaint += chunk
    })
    child.on('close', () => (time === undefined ? reject(new Error(`${program}:\n${complaint}`)) : resolve(time)))
  })

/**
 * As DynamoDB answers GetItem: functions that submit look at their start whether the table is the one that they know. There is
 * nothing else in it, so the authoriser finds no team.
 */
const answerItem: RequestListener = async (request, response) => {
  const { Key } = JSON.parse(await text(request)) as { Key?: { pk?: { S?: string } } }
  response
    .writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' })
    .end(JSON.stringify(Key?.pk?.S === TABLE_KEY ? { Item: { pk: { S: TABLE_KEY } } } : {}))
}

/** Deployed functions from the start of their process to the handler, and to its first answer. */
export const coldStart: Bench = {
  measures:
    "Each deployed function as it is bundled for Lambda, from the start of the process until its handler is ready, or has given a first answer (the authoriser's with the issuer's keys and a look into the table, both on this machine), beside the same function with its packages unbundled in `node_modules`; the limit is a handler that does nothing.",
  limitedBy:
    'the code, which Node reads whole and compiles in part (a third to a half of it is the AWS SDK), and `node:https`, which each function needs for its first request to AWS.',
  reason:
    "DynamoDB's client, which each of them needs, is some 180 KB of what is read. Counted in instructions of the main thread (callgrind), a bare handler takes 105 million, and 27 more with `node:https` and nothing else, which is the floor. Beyond the bare handler, submit-jobs takes 350 million: 130 to read its code once, 110 to compile what runs of it. The authoriser takes 59. V8's code cache would save a fifth, but cannot be had on Lambda: Node looks for it under its own version, the processor's kind and features, and the user's number, so only Lambda's own Node can make it, and Lambda changes that by itself.",
  run: async effort => {
    const names = Object.keys(FUNCTIONS).slice(0, effort.functions)
    const issuer = await startIdentityProvider()
    const requests = firstRequests(await issuer.token())
    const { programs, sizes } = await prepare(names, requests)
    const isTimed = (program: string) =>
      program === BARE || Object.keys(TARGETS).some(name => program.includes(`/${name}/`))
    const times = new Map<string, number[]>(programs.map(program => [program, []]))
    const dynamo = createServer(answerItem)
    const servers = {
      AWS_ENDPOINT_URL_DYNAMODB: await listen(dynamo, 0),
      WAYBILL_JWT_ISSUER: ISSUER,
      WAYBILL_JWT_AUDIENCE: AUDIENCE,
      WAYBILL_JWKS_URL: issuer.jwksUrl.href,
    }
    try {
      for (const program of programs) await firstByteMs(program, servers)
      for (let turn = 0; turn < effort.runs; turn++) {
        for (const program of programs) {
          if (turn % FEWER === 0 || isTimed(program)) times.get(program)?.push(await firstByteMs(program, servers))
        }
      }
    } finally {
      await Promise.all([close(dynamo), issuer.stop()])
    }
    const time = (...path: readonly string[]) => median(times.get(join(FOLDER, ...path)) ?? [])
    const limit = { name: 'bare handler', value: time('bare/ready.mjs') }
    const rows: Row[] = []
    for (const name of names) {
      const row = (what: string, program: string, targets: readonly Target[] = []): Row => ({
        name: `${name}, ${what}`,
        unit: 'ms',
        ours: time(name, 'ours', program),
        peer: { name: 'unbundled', value: time(name, 'twin', program) },
        limit,
        targets,
      })
      rows.push(row('ready', 'ready.mjs', TARGETS[name]))
      if (requests[name]) rows.push(row('first answer', 'answer.mjs'))
      rows.push({ name: `${name}, code read`, unit: 'KB', ours: (sizes.get(name) ?? 0) / 1024 })
    }
    return rows
  },
}
