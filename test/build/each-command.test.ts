import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { CHECKOUT_COMMANDS } from '../../lib/cli/checkout.ts'
import { COMMANDS } from '../../lib/cli/commands.ts'
import { close, listen } from '../../lib/local/http-server.ts'
import { feed } from '../support/feed.ts'
import { installedPackage, NODES } from '../support/package.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

const { file } = installedPackage()
const KEY = 'AKIAIOSFODNN7EXAMPLE'

interface Step {
  /** A command line; `{job}` and the like stand for what former steps have printed. */
  readonly line: string
  readonly input?: string
  readonly code?: number
  /** What standard output matches; its first group is remembered as `remember`. */
  readonly prints?: RegExp
  readonly remember?: string
  /** What standard error matches. Default: it is empty */
  readonly complains?: RegExp
  /** Sent once it has printed something: the command ends by a signal only. */
  readonly signal?: NodeJS.Signals
}

/** One use of each command, in an order in which one may follow the other. */
const STEPS: readonly Step[] = [
  { line: 'new s3-import', prints: /^manifestVersion: ?2\.0/m },
  { line: 'schema', prints: /"\$schema"/ },
  { line: 'explain OPTION_TWICE', prints: /OPTION_TWICE/ },
  { line: 'completion bash', prints: /complete -o default/ },
  { line: 'complete -- list --sta', prints: /^--state\t/m },
  { line: 'validate disk-1.txt', prints: /valid \(S3 import\)/ },
  { line: 'validate --service disk-1.txt', prints: /^disk-1\.txt: pass$/m },
  { line: 'validate -', input: 'acl:open', code: 1, prints: /not valid/ },
  { line: 'lsp', input: '', prints: /^$/ },
  { line: 'whoami', prints: /^Role +\w+/m },
  { line: 'smoke --key {key} --validate-only', prints: /0 failed/ },
  { line: 'teams list', prints: /^local /m },
  { line: 'teams show local', prints: /^team +local$/m },
  { line: 'teams put film-{n} --member sub=ann --key AKIAI44QH8DHBEXAMPLE', prints: /^team +film-{n}$/m },
  { line: 'teams keys film-{n}', prints: /^AKIAI44QH8DHBEXAMPLE +film-{n} +nothing +missing /m },
  { line: 'teams delete film-{n}', prints: /^$/ },
  { line: 'templates put monthly template.txt', prints: /monthly/ },
  { line: 'templates list', prints: /monthly/ },
  { line: 'templates show monthly', prints: /deviceId/ },
  { line: 'templates render monthly --value deviceId=DISK-R', prints: /DISK-R/ },
  { line: 'submit --template monthly --value deviceId=DISK-T{n}', prints: / created / },
  { line: 'templates delete monthly', prints: /^$/ },
  { line: 'addresses put office --file office.json', prints: /office/ },
  { line: 'addresses list', prints: /office/ },
  { line: 'addresses show office', prints: /Example Road/ },
  { line: 'addresses delete office', prints: /^$/ },
  { line: 'check disk-1.txt --every 1d', prints: /^disk-1\.txt: pass$/m },
  { line: 'checks list', prints: /^pass +disk-1 /m },
  { line: 'checks run disk-1', prints: /^pass /m },
  { line: 'checks runs disk-1', prints: /^pass /m },
  { line: 'checks delete disk-1', prints: /^$/ },
  { line: 'subscriptions put crates --event * --webhook https://hooks.example.com/ --secret secret', prints: /crates/ },
  { line: 'subscriptions list', prints: /^crates /m },
  { line: 'subscriptions show crates', prints: /hooks\.example\.com/ },
  { line: 'subscriptions test crates', prints: /^Id +(\S+)$/m, remember: 'delivery' },
  { line: 'subscriptions deliveries crates', prints: /subscription\.test/ },
  { line: 'subscriptions retry crates none', code: 1, complains: /DELIVERY_NOT_FOUND/ },
  { line: 'subscriptions delete crates', prints: /^$/ },
  { line: 'submit disk-1.txt --out signatures', prints: / created +(\w{5}) /, remember: 'job' },
  { line: 'list', prints: /^{job} +created /m },
  { line: 'show {job}', prints: /^Job +{job}$/m },
  { line: 'status {job}', prints: /^State +/m },
  { line: 'history {job}', prints: / submit +done /m },
  { line: 'signature {job}', prints: /^jobId:{job}$/m },
  { line: 'signature {job} --check signatures/{job}', prints: /^Exact +yes$/m },
  { line: 'disk prepare disk {job} --any-folder', prints: /is the SIGNATURE of job {job}, byte for byte/ },
  { line: 'label {job}', prints: /^http\S+\.pdf$/m, complains: /Warning: No sender was given/ },
  { line: 'slip {job} . --label A6', prints: /packing-slip-{job}\.pdf/ },
  { line: 'custody {job} --step packed --by Ann', prints: /^Job +{job}$/m },
  { line: 'ship {job} --carrier UPS --tracking 1Z999AA10123456784', prints: /^Stage +shipped/m },
  { line: 'wait {job} --for shipped', prints: /^Stage +shipped/m },
  { line: 'wait {job} --for done --timeout 1', code: 3, complains: /not done yet/ },
  { line: 'clone {job} --set deviceId=DISK-C', prints: /^deviceId: ?DISK-C$/m },
  { line: 'update {job} disk-1.txt --validate-only', prints: /The manifest passes/ },
  { line: 'watch --every 1', signal: 'SIGINT', prints: /{job}/ },
  { line: 'events --job {job}', prints: / ship +done /m },
  { line: 'events --follow --every 1', signal: 'SIGTERM', prints: / submit +done /m },
  { line: 'export --out jobs.csv', complains: /Wrote \d+ jobs? to jobs\.csv/ },
  { line: 'audit export --from {today} --to {tomorrow} days', prints: /events/, complains: /No digest/ },
  { line: 'audit verify days', code: 3, prints: /the chains fit/ },
  { line: 'depot show {job}', prints: /{job}/ },
  { line: 'depot receive {job} --signature signatures/{job}/SIGNATURE', prints: /{job}/ },
  { line: 'depot load {job}', prints: /{job}/ },
  { line: 'depot finish {job}', prints: /{job}/ },
  { line: 'depot return {job} --carrier UPS --tracking 1Z999AA10123456784', prints: /{job}/ },
  { line: 'depot abort {job} --reason DeviceError', code: 1, complains: /./ },
  { line: 'ListJobs', prints: /{job}/ },
  {
    line: 'CreateJob Import disk-2.txt .',
    prints: /JOB CREATED\s+JobId: (\w{5})/,
    remember: 'other',
    complains: /Device will be erased/,
  },
  { line: 'GetStatus {other}', prints: /{other}/ },
  { line: 'UpdateJob {other} Import disk-2.txt', prints: /JOB UPDATED/, complains: /^$|Device will be erased/ },
  {
    line: 'GetShippingLabel --job-ids {other} --name Ann --company Example --street1 Road --city Anytown --state-or-province WA --country USA --postal-code 98100 --phone-number 12065551111',
    prints: /uploaded to http/,
    complains: /^(?:Warning:.*\n)*$/,
  },
  { line: 'packing-slip {other} . --force', prints: /packing-slip-{other}\.pdf/ },
  { line: 'CancelJob {other}', prints: /JOB CANCELED/ },
  { line: 'submit disk-3.txt', prints: / created +(\w{5}) /, remember: 'third' },
  { line: 'cancel {third}', prints: /is cancelled/ },
  { line: 'login --profile none', code: 2, complains: /has no "oidc"/ },
  { line: 'logout --profile none', code: 2, complains: /has no "oidc"/ },
]

const nameOf = (line: string) =>
  Object.keys(COMMANDS)
    .filter(name => line === name || line.startsWith(`${name} `))
    .sort((a, b) => b.length - a.length)[0]

describe('the uses of commands', () => {
  it('are of each command that is installed', () => {
    const used = new Set(STEPS.map(({ line }) => nameOf(line)))

    expect(Object.keys(COMMANDS).filter(name => !used.has(name) && !Object.hasOwn(CHECKOUT_COMMANDS, name))).toEqual([])
  })
})

let folder = ''
let server: WaybillProcess
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-each-'))
  server = await startWaybill(join(folder, 'data'))
})
afterAll(async () => {
  await server.kill('SIGTERM')
  await rm(folder, { recursive: true, force: true })
})

interface Ended {
  readonly code: number | null
  readonly printed: string
  readonly complained: string
}

const run = (
  node: string,
  args: readonly string[],
  { cwd, input = '', signal, env = {} }: { cwd: string; input?: string; signal?: NodeJS.Signals; env?: object },
) =>
  new Promise<Ended>(done => {
    const environment = { PATH: '/usr/bin:/bin', HOME: cwd, WAYBILL_URL: server.url, ...env }
    const child = spawn(node, [file, ...args], { cwd, env: environment })
    let [printed, complained] = ['', '']
    child.stdout.on('data', chunk => {
      printed += chunk
      // A second one would end it at once.
      if (signal && !child.killed) child.kill(signal)
    })
    child.stderr.on('data', chunk => {
      complained += chunk
    })
    feed(child, input)
    child.on('close', code => done({ code, printed, complained }))
  })

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

describe.each(NODES)('each command under %s', node => {
  let work = ''
  const known: Record<string, string> = { n: String(NODES.indexOf(node)), key: KEY, today: day(0), tomorrow: day(1) }
  beforeAll(async () => {
    work = await mkdtemp(join(folder, 'work-'))
    const manifest = readFileSync(resolve('examples/manifests/s3-import.txt'), 'utf8')
    const device = (name: string) => manifest.replace(/^deviceId:.*$/m, `deviceId: ${name}-${NODES.indexOf(node)}`)
    for (const number of [1, 2, 3]) await writeFile(join(work, `disk-${number}.txt`), device(`EACH-${number}`))
    const template = manifest.replace(/^deviceId:.*$/m, 'deviceId: {{deviceId}}')
    await writeFile(join(work, 'template.txt'), template)
    await writeFile(join(work, 'secret'), 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n')
    await writeFile(join(work, 'office.json'), JSON.stringify(OFFICE))
    await mkdir(join(work, 'disk'))
    await mkdir(join(work, '.config/waybill'), { recursive: true })
    const profiles = { none: { endpoint: server.url, auth: 'none' } }
    await writeFile(join(work, '.config/waybill/config'), JSON.stringify({ profiles }))
  })

  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole)

  it('does what it is for', async () => {
    const otherwise: object[] = []
    for (const { line, input, code = 0, prints, remember, complains = /^$/, signal } of STEPS) {
      const isOfDepot = line.startsWith('depot ')
      const env = isOfDepot ? { WAYBILL_DATA_DIR: join(folder, 'data') } : {}
      const at = isOfDepot ? ['--endpoint-url', server.serviceUrl] : []
      const ended = await run(node, [...filled(line).split(' '), ...at], {
        cwd: work,
        env,
        ...(input !== undefined && { input }),
        ...(signal && { signal }),
      })
      const expected = new RegExp(filled(prints?.source ?? ''), prints?.flags)
      const isAsExpected = ended.code === code && expected.test(ended.printed) && complains.test(ended.complained)
      if (!isAsExpected) otherwise.push({ line: filled(line), ...ended })
      if (remember) known[remember] = expected.exec(ended.printed)?.slice(1).find(Boolean) ?? ''
    }

    expect(otherwise).toEqual([])
    expect(existsSync(join(work, 'disk/SIGNATURE'))).toBe(true)
  })
})

const OFFICE = {
  name: 'Ann Example',
  street1: '500 Example Road',
  city: 'Anytown',
  stateOrProvince: 'WA',
  postalCode: '98100-1111',
  country: 'USA',
  phoneNumber: '+1 206-555-1111',
}

describe.each(NODES)('how a command ends under %s', node => {
  let mute: Server
  let address = ''
  beforeAll(async () => {
    // Takes requests and never answers.
    mute = createServer(() => undefined)
    address = await listen(mute, 0)
  })
  afterAll(() => close(mute))

  it.each(['SIGINT', 'SIGTERM'] as const)('with 130 where %s comes while it waits', async signal => {
    const child = spawn(node, [file, 'list'], { env: { HOME: folder, WAYBILL_URL: address }, cwd: folder })
    let complained = ''
    child.stderr.on('data', chunk => {
      complained += chunk
    })
    mute.once('request', () => child.kill(signal))

    expect(await new Promise(ended => child.on('close', ended))).toBe(130)
    expect(complained).toBe('waybill: interrupted.\n')
  })

  const shell = (script: string) =>
    new Promise<Ended>(done => {
      const env = { PATH: '/usr/bin:/bin', HOME: folder, WAYBILL_URL: server.url, NODE: node, WAYBILL: file }
      const child = spawn('/bin/bash', ['-c', script], { env, cwd: resolve('.'), stdio: ['ignore', 'pipe', 'pipe'] })
      let [printed, complained] = ['', '']
      child.stdout.on('data', chunk => {
        printed += chunk
      })
      child.stderr.on('data', chunk => {
        complained += chunk
      })
      child.on('close', code => done({ code, printed, complained }))
    })

  it.each([
    ['a reader that goes early', '"$NODE" "$WAYBILL" schema | head -c 1 >/dev/null; echo $PIPESTATUS', /^0\n$/, /^$/],
    [
      'a full disk',
      '"$NODE" "$WAYBILL" schema > /dev/full; echo $?',
      /^1\n$/,
      /standard output cannot be written: ENOSPC/,
    ],
    [
      'closed standard input',
      '"$NODE" "$WAYBILL" validate - <&-; echo $?',
      /^[12]\n$|not valid[\s\S]*^1\n$/m,
      /^(?!.* at )/s,
    ],
    ['closed standard output', '"$NODE" "$WAYBILL" schema >&-; echo $?', /^[01]\n$/, /^(?!.* at )/s],
    ['closed standard error', '"$NODE" "$WAYBILL" show NONE0 2>&-; echo $?', /^1\n$/, /^$/],
  ])('without a stack trace at %s', async (_, script, prints, complains) => {
    const { printed, complained } = await shell(script)

    expect(printed).toMatch(prints)
    expect(complained).toMatch(complains)
  })
})
