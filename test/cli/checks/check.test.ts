import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { close, listen } from '../../../lib/local/http-server.ts'
import { type Running, run } from '../../../lib/local/run.ts'
import { localConfig } from '../../../lib/settings/config.ts'
import { commandIo, waybill as runWaybill } from '../../support/command-io.ts'
import { importManifest } from '../../support/manifests.ts'
import { createManualTime } from '../../support/manual-alarms.ts'
import { AMPLE_SETTINGS } from '../../support/patience.ts'

let folder: string
let waybill: Running
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-cli-check-'))
  const environment = {
    WAYBILL_PORT: '0',
    WAYBILL_DEPOT_PORT: '0',
    WAYBILL_DATA_DIR: join(folder, 'data'),
    WAYBILL_BUCKETS: join(folder, 'buckets.json'),
    ...AMPLE_SETTINGS,
  }
  // Waybill does not start without the file that a setting names.
  await writeBuckets()
  const log = { info: () => undefined, error: () => undefined }
  waybill = await run(localConfig(environment), log, createManualTime(Date.parse('2026-11-21T10:00:00.000Z')))
  await writeFile(join(folder, 'good.txt'), importManifest())
  await writeFile(join(folder, 'gone.txt'), importManifest('logBucket:gone-bucket'))
  await writeFile(join(folder, 'bad.txt'), 'manifestVersion:2.0\nbucket:mybucket\n')
})
afterAll(async () => {
  await waybill.stop()
  await rm(folder, { recursive: true })
})
const writeBuckets = () =>
  writeFile(join(folder, 'buckets.json'), JSON.stringify({ 'sequencer-archive': { region: 'us-east-1' } }))
beforeEach(writeBuckets)

const waybillDoes = async (args: readonly string[], env: Record<string, string> = { WAYBILL_URL: waybill.url }) => {
  const io = commandIo({ cwd: folder, env })
  const code = await runWaybill(args, io)
  return { code, printed: io.printed(), complained: io.complained() }
}

const PASS =
  'good.txt: warning SERVICE_WARNING: **** Device will be erased before being returned. ****\ngood.txt: pass\n'

describe('waybill check', () => {
  it('passes with exit code 0, and makes no job', async () => {
    expect(await waybillDoes(['check', 'good.txt'])).toEqual({ code: 0, printed: PASS, complained: '' })
    expect(await (await fetch(`${waybill.url}/v1/jobs`)).json()).toMatchObject({ jobs: [] })
  })

  it('fails with exit code 1, and names line and column, also of what the service refuses', async () => {
    const { code, printed } = await waybillDoes(['check', 'good.txt', 'gone.txt'])

    expect(code).toBe(1)
    expect(printed).toBe(
      [
        PASS.trimEnd(),
        'gone.txt:6:11: error NoSuchBucketException: Bucket gone-bucket does not exist (/logBucket)',
        'gone.txt: fail',
        '',
      ].join('\n'),
    )
  })

  it('annotates a pull request, and reports programs', async () => {
    const github = await waybillDoes(['check', 'gone.txt', '--format', 'github'])
    const json = await waybillDoes(['check', 'gone.txt', '--format', 'json'])

    expect(github.printed).toBe(
      '::error file=gone.txt,line=6,col=11,title=NoSuchBucketException::Bucket gone-bucket does not exist (/logBucket)\n',
    )
    expect(JSON.parse(json.printed)).toEqual([
      expect.objectContaining({
        file: 'gone.txt',
        outcome: 'fail',
        diagnostics: [expect.objectContaining({ line: 6 })],
      }),
    ])
    expect([github.code, json.code]).toEqual([1, 1])
  })

  it('does not know, with exit code 3, where Waybill or the service cannot be reached', async () => {
    const nowhere = await waybillDoes(['check', 'good.txt'], { WAYBILL_URL: 'http://127.0.0.1:9' })
    expect(nowhere).toMatchObject({ code: 3, printed: expect.stringContaining('good.txt: unknown') })

    const server: Server = createServer((_, answer) => answer.writeHead(503).end('<html>Service Unavailable'))
    const url = await listen(server, 0)
    expect(await waybillDoes(['check', 'good.txt', '--endpoint-url', url])).toMatchObject({
      code: 3,
      printed: expect.stringContaining('Waybill answered 503.'),
    })
    await close(server)
  })

  it.each([
    [['check'], /missing required argument 'file'/],
    [['check', 'missing.txt'], /missing\.txt cannot be read/],
    [['check', 'good.txt', '--evry', '1d'], /unknown option '--evry'/],
    [['check', 'good.txt', '--format', 'xml'], /'xml' is invalid/],
    [['check', 'good.txt', 'gone.txt', '--name', 'a'], /--name is for one file/],
    [['check', 'good.txt', '--endpoint-url', 'http://waybill.example.com'], /is not https/],
    [['checks', 'rums', 'a'], /unknown command 'rums'\n\(Did you mean runs\?\)/],
  ])('refuses %j with exit code 2', async (args, complaint) => {
    expect(await waybillDoes(args)).toEqual({ code: 2, printed: '', complained: expect.stringMatching(complaint) })
  })

  it.each([
    [['check', 'good.txt', '--every', 'now and then'], /not a schedule: write rate.* For example: rate\(1 day\)/],
    [['checks', 'runs', 'nothing-of-this-name'], /has no check/],
  ])('passes on with exit code 1 why Waybill refuses %j', async (args, complaint) => {
    expect(await waybillDoes(args)).toEqual({ code: 1, printed: '', complained: expect.stringMatching(complaint) })
  })
})

describe('waybill check --every', () => {
  it('puts a check named by its file, runs it now, and from then on waybill checks shows it', async () => {
    expect(await waybillDoes(['check', 'good.txt', '--every', '1h'])).toMatchObject({
      code: 0,
      printed: PASS,
    })
    expect(await waybillDoes(['checks'])).toEqual({
      code: 0,
      printed: [
        'OUTCOME  NAME  SCHEDULE      LAST                      NEXT                      FAULTS',
        'pass     good  rate(1 hour)  2026-11-21T10:00:00.000Z  2026-11-21T11:00:00.000Z',
        '',
      ].join('\n'),
      complained: '',
    })

    await writeFile(join(folder, 'buckets.json'), '{}')
    expect(await waybillDoes(['checks', 'run', 'good'])).toMatchObject({
      code: 1,
      printed: expect.stringMatching(
        /\nfail {5}2026-11-21T10:00:00\.000Z {2}0 {3}failed {3}NoSuchBucketException \/bucket\n$/,
      ),
    })
    expect(await waybillDoes(['checks'])).toMatchObject({ code: 1 })
    expect(await waybillDoes(['checks', 'runs', 'good'])).toMatchObject({ code: expect.any(Number) })
    expect(JSON.parse((await waybillDoes(['checks', 'runs', 'good', '--format', 'json'])).printed)).toHaveLength(2)

    expect(await waybillDoes(['checks', 'delete', 'good'])).toMatchObject({ code: 0 })
    expect(await waybillDoes(['checks'])).toMatchObject({ code: 0, printed: 'No checks.\n' })
  })

  it('takes a cron expression with a time zone, and a name', async () => {
    const args = [
      'check',
      'good.txt',
      '--every',
      'cron(0 9 ? * MON-FRI *)',
      '--time-zone',
      'Europe/Berlin',
      '--name',
      'n',
    ]

    expect(await waybillDoes(args)).toMatchObject({ code: 0 })
    expect((await waybillDoes(['checks'])).printed).toContain('n     cron(0 9 ? * MON-FRI *) Europe/Berlin')
    await waybillDoes(['checks', 'delete', 'n'])
  })

  it('explains a manifest that does not pass, and puts no check', async () => {
    expect(await waybillDoes(['check', 'bad.txt', '--every', '1d'])).toMatchObject({
      code: 1,
      printed: expect.stringMatching(/^bad\.txt:\d+:\d+: error /),
    })
    expect((await waybillDoes(['checks'])).printed).toBe('No checks.\n')
  })
})

describe('who asks', () => {
  it('is known by a token, which is sent to this machine or over https only', async () => {
    const seen: (string | undefined)[] = []
    const server = createServer((request, answer) => {
      seen.push(request.headers.authorization)
      answer.end('{"valid":true}')
    })
    const url = await listen(server, 0)

    await waybillDoes(['check', 'good.txt'], { WAYBILL_URL: url, WAYBILL_TOKEN: 'abc.def' })
    await waybillDoes(['check', 'good.txt'], { WAYBILL_URL: url })
    await close(server)

    expect(seen).toEqual(['Bearer abc.def', undefined])
  })

  it('stands in the documentation: the recipe for CI uses commands and exit codes that there are', async () => {
    const docs = await readFile('docs/checks.md', 'utf8')

    expect(docs).toContain('waybill check')
    for (const code of ['0', '1', '2', '3']) expect(docs).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'))
  })
})
