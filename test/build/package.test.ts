import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { CHECKOUT_COMMANDS } from '../../lib/cli/checkout.ts'
import { COMMANDS } from '../../lib/cli/commands.ts'
import { commandIo, waybill } from '../support/command-io.ts'
import { installedPackage, NODES } from '../support/package.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

const { tarball, bin, modules, file } = installedPackage()
const PACKAGE = join(modules, '@waybill-io/cli')

let folder = ''
let server: WaybillProcess
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-package-'))
  server = await startWaybill(join(folder, 'data'))
})
afterAll(async () => {
  await server.kill('SIGTERM')
  await rm(folder, { recursive: true })
})

const run = (node: string, args: readonly string[], { cwd = folder, env = {} } = {}) =>
  new Promise<{ code: number; printed: string; complained: string }>(done => {
    const environment = { PATH: '/usr/bin:/bin', HOME: folder, WAYBILL_URL: server.url, ...env }
    execFile(node, args, { cwd, env: environment }, (error, printed, complained) =>
      done({ code: error ? Number(error.code) : 0, printed, complained }),
    )
  })

describe('the package', () => {
  it('depends on nothing, runs no script when it is installed, and is small', () => {
    const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))

    expect(manifest).toMatchObject({ name: '@waybill-io/cli', engines: { node: '>=20' }, license: 'Apache-2.0' })
    for (const none of ['dependencies', 'optionalDependencies', 'peerDependencies', 'scripts', 'private']) {
      expect(manifest).not.toHaveProperty(none)
    }
    expect(readdirSync(modules)).toEqual(['@waybill-io'])
    expect(statSync(tarball).size).toBeLessThan(2_000_000)
  })

  it('has the licence of everything that is in it', () => {
    const licences = readFileSync(join(PACKAGE, 'THIRD-PARTY-LICENCES.txt'), 'utf8')

    for (const name of ['commander', '@cantoo/pdf-lib', 'openapi-fetch', '@smithy/core']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+: `, 'm'))
    }
    expect(readFileSync(file, 'utf8')).toContain('Permission is hereby granted, free of charge')
  })

  it('is on the path where npm puts it, and is asked for its version', () => {
    const printed = execFileSync(bin, ['--version'], { encoding: 'utf8' })

    expect(printed).toBe(`${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`)
  })
})

describe('the one file', () => {
  it('has a help for every command', async () => {
    const oldest = NODES.at(-1) ?? process.execPath
    // One process after the other: each takes both cores of a small machine.
    for (const name of Object.keys(COMMANDS)) {
      const { code, printed } = await run(oldest, [file, ...name.split(' '), '--help'])

      expect({ name, code }).toEqual({ name, code: 0 })
      expect(printed).toContain('\nExamples:\n')
    }
  })
})

describe.each(NODES)('the one file under %s', node => {
  let alone = ''
  beforeAll(async () => {
    alone = join(await mkdtemp(join(folder, 'alone-')), 'waybill.mjs')
    copyFileSync(file, alone)
  })

  it('lists its commands as the checkout does', async () => {
    const io = commandIo()
    await waybill(['--help'], io)

    expect(await run(node, [alone, '--help'])).toEqual({ code: 0, printed: io.printed(), complained: '' })
  })

  it('judges every manifest of the tests as the checkout does', async () => {
    const files = globSync('test/fixtures/manifests/*.txt').sort()
    const io = commandIo()
    const code = await waybill(['validate', '--format', 'json', ...files], io)

    expect(files.length).toBeGreaterThan(20)
    expect(await run(node, [alone, 'validate', '--format', 'json', ...files], { cwd: resolve('.') })).toEqual({
      code,
      printed: io.printed(),
      complained: io.complained(),
    })
  })

  it.each(Object.keys(CHECKOUT_COMMANDS).filter(name => !/ |backup|restore/.test(name)))(
    'names the checkout as the place of %s',
    async name => {
      const { code, complained } = await run(node, [alone, name])

      expect(code).toBe(2)
      expect(complained).toContain(`there run "npx waybill ${name}"`)
    },
  )

  it('makes a job, its SIGNATURE, and the papers of its parcel', async () => {
    const manifest = resolve('examples/manifests/s3-import.txt')
    const work = await mkdtemp(join(folder, 'work-'))

    const created = await run(node, [alone, 'CreateJob', 'Import', manifest, '.', '--format', 'json'], { cwd: work })
    const { jobId } = JSON.parse(created.printed)
    expect(readFileSync(join(work, 'SIGNATURE'), 'utf8')).toContain(`jobId:${jobId}\n`)
    const papers = await run(node, [alone, 'packing-slip', jobId, '.', '--label', 'A6'], { cwd: work })

    expect(papers).toEqual({ code: 0, complained: '', printed: `./packing-slip-${jobId}.pdf\n./label-${jobId}.pdf\n` })
    expect(
      readFileSync(join(work, `label-${jobId}.pdf`))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    expect((await run(node, [alone, 'CancelJob', jobId])).code).toBe(0)
  })

  it('signs with the credentials that the AWS SDK finds', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'AKIAI44QH8DHBEXAMPLE', AWS_SECRET_ACCESS_KEY: 'unknown' }

    const { code, complained } = await run(node, [alone, 'ListJobs'], { env })

    expect(code).toBe(1)
    expect(complained).toContain("signed with AKIAI44QH8DHBEXAMPLE, from the AWS SDK's configuration")
  })

  it('ends with 3 where nothing answers', async () => {
    const { code, complained } = await run(node, [alone, 'checks'], { env: { WAYBILL_URL: 'http://127.0.0.1:1' } })

    expect({ code, complained }).toEqual({ code: 3, complained: expect.stringContaining('No answer from') })
  })
})

/** What compiles in a project that has the package and TypeScript, and nothing else. */
const PROGRAM = `import { createClient, type components, type paths } from '@waybill-io/cli/client'
const waybill = createClient({ endpoint: 'http://127.0.0.1' })

// Parameters have their types, and so have answers.
const { data: list } = await waybill.GET('/v1/jobs', { params: { query: { pageSize: 2, state: 'created', tag: ['a=b'] } } })
export const ids: (string | undefined)[] = (list?.jobs ?? []).map(job => job.id)

// A manifest is a text or JSON, and what comes of it is a job or a validation.
const { data: made, error } = await waybill.POST('/v1/jobs', {
  body: { manifest: 'manifestVersion:2.0', tags: { project: 'apollo' } },
  params: { header: { 'Idempotency-Key': 'a' }, query: { validateOnly: true } },
})
export const address: string | undefined = made && 'jobId' in made ? made.shippingAddress : undefined
export const checks = made && 'valid' in made ? made.checks.map(({ name, outcome }) => name + outcome) : []

// A problem has the codes of its operation.
export const isReused: boolean = error?.code === 'IDEMPOTENCY_KEY_REUSED'

// An event tells its type by its data.
const { data: sent } = await waybill.GET('/v1/subscriptions/{name}/deliveries', { params: { path: { name: 'a' } } })
const [delivery] = sent?.deliveries ?? []
export const stage: string | undefined =
  delivery?.event.type === 'device.received' ? delivery.event.data.device.stage : undefined
export type Stage = components['schemas']['Job']['device']['stage']

// No answer is of an unknown type.
type Content<O> = O extends { responses: infer R } ? { [S in keyof R]: R[S] extends { content: infer C } ? C[keyof C] : never }[keyof R & number] : never
type Unknown = { [P in keyof paths]: { [M in keyof paths[P]]: unknown extends Content<paths[P][M]> ? P : never }[keyof paths[P]] }[keyof paths]
export const unknown: [Unknown] extends [undefined] ? true : Unknown = true

// @ts-expect-error there is no such route
await waybill.GET('/v1/jobbs')
// @ts-expect-error there is no such state
await waybill.GET('/v1/jobs', { params: { query: { state: 'lost' } } })
// @ts-expect-error a job has a name of its own
await waybill.GET('/v1/jobs/{jobId}')
// @ts-expect-error a step needs who took it
await waybill.POST('/v1/jobs/{jobId}/custody', { params: { path: { jobId: 'A' } }, body: { step: 'sealed' } })
// @ts-expect-error no problem of the operation has this code
export const isLost: boolean = error?.code === 'DIGEST_NOT_FOUND'
`

describe('the client for programs', () => {
  const project = async () => {
    const place = await mkdtemp(join(folder, 'program-'))
    mkdirSync(join(place, 'node_modules/@waybill-io'), { recursive: true })
    symlinkSync(PACKAGE, join(place, 'node_modules/@waybill-io/cli'))
    await writeFile(join(place, 'package.json'), '{"type":"module"}')
    return place
  }

  it.each(NODES)('asks a Waybill under %s', async node => {
    const place = await project()
    await writeFile(
      join(place, 'program.js'),
      `import { createClient } from '@waybill-io/cli/client'
const { data } = await createClient({ endpoint: process.argv[2] }).GET('/v1/health')
console.log(data.status)`,
    )

    expect(await run(node, ['program.js', server.url], { cwd: place })).toMatchObject({ code: 0, printed: 'ok\n' })
  })

  it('has types that know routes, parameters and answers, without any other package', async () => {
    const place = await project()
    await writeFile(join(place, 'program.ts'), PROGRAM)
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--lib',
      'es2024,dom',
      'program.ts',
    ]

    const { printed } = await run(process.execPath, [resolve('node_modules/typescript-native/bin/tsc'), ...options], {
      cwd: place,
    })

    expect(printed).toBe('')
  })
})

describe('the command line of a running Waybill', () => {
  it('is the one that fits it, by curl and its checksum', async () => {
    const answer = await fetch(`${server.url}/cli/waybill.mjs`)
    const bytes = Buffer.from(await answer.arrayBuffer())
    const checksum = await (await fetch(`${server.url}/cli/waybill.mjs.sha256`)).text()

    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(bytes.equals(readFileSync(file))).toBe(true)
    expect(checksum).toBe(`${answer.headers.get('etag')?.slice(1, -1)}  waybill.mjs\n`)
  })
})
