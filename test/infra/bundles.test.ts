import { execFile } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readAtStart } from '../../bench/read-at-start.ts'
import { ensureTable } from '../../lib/adapters/dynamo/client.ts'
import { depotTableDefinition } from '../../lib/adapters/dynamo/depot-table.ts'
import { jobTableDefinition } from '../../lib/adapters/dynamo/job-table.ts'
import { bundle } from '../../lib/infra/functions/bundle.ts'
import { FUNCTIONS } from '../../lib/infra/functions/functions.ts'
import { EXAMPLE_KEY } from '../../lib/local/example-key.ts'
import { buildBundle, environmentOf, invoke } from '../support/bundles.ts'
import { startDynamo } from '../support/dynalite.ts'
import { proxyEvent } from '../support/proxy-event.ts'
import { startS3 } from '../support/s3-server.ts'
import { startSecretsManager } from '../support/secrets-server.ts'
import { exampleStage } from '../support/synth.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

/**
 * Kilobytes that each function may read before its first event: it starts as slowly as they are many (docs/performance.md,
 * "cold-start"). DynamoDB's client and what it needs are 180 of them in each but the authoriser, which loads it later;
 * the manifest language is another hundred in those that read manifests: patterns, countries, addresses and the sentences of
 * its diagnostics.
 */
const MOST_KB_AT_START: Readonly<Record<string, number>> = {
  'submit-jobs': 538,
  'manage-jobs': 538,
  'look-up-jobs': 398,
  'query-api': 536,
  'manage-checks': 547,
  'run-check': 522,
  'manage-subscriptions': 373,
  notify: 322,
  'manage-teams': 476,
  reconcile: 475,
  'follow-jobs': 471,
  'sign-history': 429,
  'purge-jobs': 436,
  authorize: 62,
  console: 89,
  depot: 460,
}

const NAMES = [...Object.keys(FUNCTIONS), 'depot']
const MANIFEST = readFileSync('examples/manifests/guide-s3-export.txt')

describe('a bundle', () => {
  it('is the same wherever it is made, so that an unchanged function is not deployed again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-bundle-'))
    try {
      bundle('authorize', folder)
      const filesOf = (place: string) =>
        globSync('*.{mjs,map}', { cwd: place })
          .toSorted()
          .map(file => [file, readFileSync(join(place, file), 'utf8')])

      expect(filesOf(folder)).toEqual(filesOf(buildBundle('authorize').folder))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe.each(NAMES)('the bundle of %s', name => {
  it('reads no more before its first event than its budget, and not much less', () => {
    const kb = readAtStart(buildBundle(name).metafile).bytes / 1024
    const most = MOST_KB_AT_START[name] ?? 0

    expect(kb).toBeLessThanOrEqual(most)
    // A budget with room in it would let a jump pass.
    expect(kb * 1.1).toBeGreaterThan(most)
  })

  it('reads two files at its start', () => {
    const { files } = readAtStart(buildBundle(name).metafile)

    expect(files.map(file => basename(file))).toEqual(['index.mjs', 'start.mjs'])
  })

  it('is in ASCII as far as its start reads it, which takes Node half the time', () => {
    const { folder, metafile } = buildBundle(name)
    const { files } = readAtStart(metafile)

    expect(files.filter(file => /[^\0-\x7f]/.test(readFileSync(join(folder, basename(file)), 'utf8')))).toEqual([])
  })

  it('reads code for PDFs only when it makes one', () => {
    const { sources } = readAtStart(buildBundle(name).metafile)

    expect(sources.filter(source => source.includes('/pdf-lib/'))).toEqual([])
  })

  it('has source maps beside it, and is nothing but files of its own', () => {
    const { outputs } = buildBundle(name).metafile
    const imported = Object.values(outputs).flatMap(({ imports }) => imports.filter(({ external }) => external))
    const code = Object.keys(outputs).filter(file => file.endsWith('.mjs'))

    expect(code.every(file => `${file}.map` in outputs)).toBe(true)
    expect(sourcesOf(buildBundle(name).folder).filter(source => !existsSync(source))).toEqual([])
    expect(imported.map(({ path }) => path.replace(/^node:/, '')).filter(path => !isBuiltin(path))).toEqual([])
  })
})

it.each([
  ['look-up-jobs', ['client-dynamodb']],
  ['submit-jobs', ['client-dynamodb']],
  ['manage-jobs', ['client-dynamodb']],
  ['authorize', []],
])('%s reads of the clients of AWS at its start only %j, and others when they are needed', (name, clients) => {
  const { sources } = readAtStart(buildBundle(name).metafile)
  const read = sources.flatMap(source => /^node_modules\/@aws-sdk\/(client-[^/]+)\//.exec(source)?.[1] ?? [])

  expect([...new Set(read)].sort()).toEqual(clients)
})

/** They begin with what the log bucket has. */
const WITH_S3 = ['sign-history', 'purge-jobs']

it.each(NAMES.filter(name => !WITH_S3.includes(name)))('%s reads no XML of the SDK before it needs S3', name => {
  const { sources } = readAtStart(buildBundle(name).metafile)

  expect(sources.filter(source => /\/protocols\/(?:xml|query)\//.test(source))).toEqual([])
})

it.each(NAMES)('%s imports nothing of Node as a whole, which would load what it never uses', name => {
  const { outputs } = buildBundle(name).metafile
  const external = Object.values(outputs).flatMap(({ imports }) => imports.filter(({ external }) => external))

  expect(external.map(({ path }) => path)).toEqual([])
})

it.each(NAMES)('%s holds no way to credentials but the one that Lambda gives', name => {
  const inputs = Object.keys(buildBundle(name).metafile.inputs)
  const providers = inputs.flatMap(input => /@aws-sdk\/(credential-provider-[^/]+)\//.exec(input)?.[1] ?? [])

  expect(providers.filter(provider => provider !== 'credential-provider-env')).toEqual([])
})

/** What the source maps of a bundle name, but for what the bundler itself has made. */
const sourcesOf = (folder: string): string[] =>
  globSync('*.map', { cwd: folder }).flatMap(map => {
    const { sources } = JSON.parse(readFileSync(join(folder, map), 'utf8')) as { sources: string[] }
    return sources.filter(source => /^(?:lib|lambdas|node_modules)\//.test(source))
  })

const isBuiltin = (name: string) => process.getBuiltinModule(name) !== undefined

describe('what is deployed, run as Lambda runs it', () => {
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let s3: Awaited<ReturnType<typeof startS3>>
  let secrets: Awaited<ReturnType<typeof startSecretsManager>>
  let service: WaybillProcess
  let data = ''
  let endpoints: Record<string, string>
  const stage = exampleStage('example')

  beforeAll(async () => {
    dynamo = await startDynamo(jobTableDefinition('deployed-WAYBILL_TABLE'))
    await ensureTable(dynamo.client, depotTableDefinition('depot-jobs'))
    s3 = await startS3()
    secrets = await startSecretsManager()
    data = mkdtempSync(join(tmpdir(), 'waybill-bundles-'))
    service = await startWaybill(data)
    secrets.secrets.set(`waybill/example/keys/${EXAMPLE_KEY.accessKeyId}`, {
      current: JSON.stringify(EXAMPLE_KEY),
      changed: 0,
    })
    const { protocol, hostname, port } = (await dynamo.client.config.endpoint?.()) ?? {
      protocol: '',
      hostname: '',
      port: '',
    }
    endpoints = {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: `${protocol}//${hostname}:${port}`,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      WAYBILL_SERVICE_URL: service.serviceUrl,
    }
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    await Promise.all([dynamo.stop(), s3.stop(), secrets.stop()])
    rmSync(data, { recursive: true })
  })

  const call = (name: string, event: unknown, of = stage) =>
    invoke(buildBundle(name), event, { ...environmentOf(of, name), ...endpoints })
  const ask = async (name: string, request: Parameters<typeof proxyEvent>[0]) => {
    const { result, error, log } = await call(name, proxyEvent({ team: 'archive', ...request }))
    if (!result) throw new Error(`${name} failed: ${JSON.stringify(error)}\n${log}`)
    const { statusCode, body, isBase64Encoded } = result
    return { status: statusCode, text: Buffer.from(String(body), isBase64Encoded ? 'base64' : 'utf8').toString() }
  }

  it.each(['look-up-jobs', 'manage-jobs', 'manage-teams'])(
    '%s loads no code of Node that no start needs',
    async name => {
      const { folder } = buildBundle(name)
      const program = `await import(${JSON.stringify(join(folder, 'index.mjs'))}); console.log(process.moduleLoadList.join())`
      const env = { ...environmentOf(stage, name), ...endpoints, AWS_REGION: 'us-east-1' }
      const { stdout: loaded } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
        env,
      })

      expect(loaded).toContain('NativeModule https,')
      expect(
        [
          'zlib',
          'internal/crypto/webcrypto',
          'internal/webstreams/readablestream',
          'internal/fs/promises',
          'http2',
        ].filter(name => loaded.includes(`NativeModule ${name},`)),
      ).toEqual([])
    },
  )

  let jobId = ''
  it('submit-jobs makes a job at the depot, keeps it and archives its SIGNATURE', async () => {
    const { status, text } = await ask('submit-jobs', {
      route: 'POST /v1/jobs',
      headers: { 'Content-Type': 'text/plain' },
      body: MANIFEST,
    })
    const job = JSON.parse(text)
    jobId = job.jobId

    expect([status, job]).toEqual([
      201,
      expect.objectContaining({ jobType: 'Export', team: 'archive', state: 'created' }),
    ])
    expect([...s3.objects.values()].map(String)).toEqual([job.signatureFileContents])
  })

  it('look-up-jobs finds it again, and its SIGNATURE byte for byte, without any key', async () => {
    const asked = secrets.asked()
    const found = await ask('look-up-jobs', { route: 'GET /v1/jobs/{jobId}', params: { jobId } })
    const signature = await ask('look-up-jobs', { route: 'GET /v1/jobs/{jobId}/signature', params: { jobId } })
    const list = await ask('look-up-jobs', { route: 'GET /v1/jobs' })

    expect(asked).toContain(`GetSecretValue waybill/example/keys/${EXAMPLE_KEY.accessKeyId}`)
    expect(JSON.parse(found.text).jobId).toBe(jobId)
    expect(signature.text).toBe(String([...s3.objects.values()][0]))
    expect(JSON.parse(list.text).jobs.map((job: { jobId: string }) => job.jobId)).toEqual([jobId])
    expect(secrets.asked()).toEqual([])
  })

  it('manage-jobs asks the depot where it is', async () => {
    const { status, text } = await ask('manage-jobs', { route: 'GET /v1/jobs/{jobId}/status', params: { jobId } })

    expect([status, JSON.parse(text).jobId]).toEqual([200, jobId])
  })

  it('query-api answers in XML, whatever comes', async () => {
    const { status, text } = await ask('query-api', {
      route: 'POST /',
      stage: '/prod',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'Action=ListJobs',
    })

    expect(status).toBe(403)
    expect(text).toMatch(/<ErrorResponse .*<Code>MissingAuthenticationToken<\/Code>/)
  })

  it('manage-checks lists the checks that there are', async () => {
    const { status, text } = await ask('manage-checks', { route: 'GET /v1/checks' })

    expect([status, JSON.parse(text)]).toEqual([200, expect.objectContaining({ checks: [] })])
  })

  it('run-check takes what a queue sends', async () => {
    const { result } = await call('run-check', { Records: [] })

    expect(result).toEqual({ batchItemFailures: [] })
  })

  it('reconcile has nothing to settle', async () => {
    const { result, log } = await call('reconcile', {})

    expect(Object.values(result ?? {}).every(count => count === 0)).toBe(true)
    expect(log).toContain('reconciled')
  })

  it('follow-jobs has no job whose time has come', async () => {
    const { result, log } = await call('follow-jobs', {})

    expect(result).toEqual({ asked: 0, moved: 0, over: 0, waiting: 0, failed: 0 })
    expect(log).toContain('followed')
  })

  it('sign-history signs no day that is not over', async () => {
    const { result, error } = await call('sign-history', {})

    expect({ result, error }).toEqual({ result: { signed: [] }, error: undefined })
  })

  it('purge-jobs finds no job that is old enough', async () => {
    // Table and bucket, as another function of the stage has them: the stage `example` keeps jobs for ever.
    const settings = { ...environmentOf(stage, 'sign-history'), WAYBILL_RETENTION_DAYS: '30' }
    const { result, log } = await invoke(buildBundle('purge-jobs'), {}, { ...settings, ...endpoints })

    expect(result).toEqual({ purged: 0, left: 0, failed: 0, held: 0 })
    expect(log).toContain('old jobs purged')
  })

  it('authorize turns away who brings no token, in the words that API Gateway knows', async () => {
    const event = {
      type: 'TOKEN',
      methodArn: 'arn:aws:execute-api:us-east-1:111122223333:api/prod/GET/v1/jobs',
      authorizationToken: 'nothing',
    }
    const { error } = await call('authorize', event, exampleStage('example-public'))

    expect(error?.message).toBe('Unauthorized')
  })

  it('depot is the service, with secrets and a table of its own', async () => {
    secrets.secrets.set('waybill/example-depot/depot/signing', { current: 'signing', changed: 0 })
    secrets.secrets.set('waybill/example-depot/depot/staff', { current: 'staff', changed: 0 })
    const event = proxyEvent({ route: 'GET /', stage: '/prod', query: { Action: ['CreateJob'] } })

    const { result } = await call('depot', event, exampleStage('example-depot'))

    expect(result?.statusCode).toBe(403)
    expect(Buffer.from(String(result?.body), 'base64').toString()).toContain('<Code>MissingAuthenticationToken</Code>')
  })

  it('a function whose settings are missing names them when it starts', async () => {
    const { error, log } = await invoke(buildBundle('submit-jobs'), {}, { AWS_ACCESS_KEY_ID: 'test' })

    expect(error?.message).toBe('1')
    expect(log).toContain('WAYBILL_TABLE must be set')
    expect(log).toMatch(/ {4}at config \(lib\/settings\/config\.ts:\d+:\d+\)/)
  })
})
