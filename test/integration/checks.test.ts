import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Running, run } from '../../lib/local/run.ts'
import { localConfig } from '../../lib/settings/config.ts'
import { createManualTime } from '../support/manual-alarms.ts'
import { AMPLE_SETTINGS, OWN_SETTINGS } from '../support/patience.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

const SECRET = 'correct horse battery staple'

let folder: string
let logged: string[]
let time: ReturnType<typeof createManualTime>
const running: Running[] = []
const processes: WaybillProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-checks-'))
  logged = []
  time = createManualTime(Date.parse('2026-11-21T10:00:00.000Z'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ stop }) => stop()))
  await Promise.all(processes.splice(0).map(waybill => waybill.kill('SIGKILL')))
  await rm(folder, { recursive: true })
})

const start = async () => {
  const config = localConfig({
    WAYBILL_PORT: '0',
    WAYBILL_DEPOT_PORT: '0',
    WAYBILL_DATA_DIR: join(folder, 'data'),
    WAYBILL_BUCKETS: join(folder, 'buckets.json'),
    ...AMPLE_SETTINGS,
  })
  const line = (message: string, fields?: object) => void logged.push(`${message} ${JSON.stringify(fields ?? {})}`)
  const waybill = await run(config, { info: line, error: line }, time)
  running.push(waybill)
  return waybill
}
const setBuckets = (...names: string[]) =>
  writeFile(
    join(folder, 'buckets.json'),
    JSON.stringify(Object.fromEntries(names.map(name => [name, { region: 'us-east-1' }]))),
  )

interface Run {
  readonly outcome: string
  readonly notices: readonly string[]
  readonly scheduledFor?: string
  readonly diagnostics: readonly object[]
  readonly changed: object | null
}
const runsOf = async (url: string, name: string): Promise<readonly Run[]> => {
  const { runs } = (await (await fetch(`${url}/v1/checks/${name}/runs`)).json()) as { runs: readonly Run[] }
  return runs
}
/** Lets a minute pass, and waits for the run that is due then to be kept and booked. */
const minute = async (url: string, name: string): Promise<Run> => {
  const before = (await runsOf(url, name)).length
  time.pass(60)
  for (;;) {
    const runs = await runsOf(url, name)
    const booked = logged.filter(line => line.startsWith('check run')).length
    if (runs.length > before && booked > before && runs[0]) return runs[0]
    await turn()
  }
}
const notices = async () => {
  const text = await readFile(join(folder, 'data/notices.jsonl'), 'utf8').catch(() => '')
  const lines = text.split('\n').filter(Boolean)
  // The next run hands over what the one before is still about to: such a notice comes twice, with the same id.
  return [...new Map(lines.map(line => JSON.parse(line)).map(notice => [notice.id, notice])).values()]
}
const put = async (url: string, name: string, schedule: string, manifest: string) => {
  const target = `${url}/v1/checks/${name}?schedule=${encodeURIComponent(schedule)}`
  const answer = await fetch(target, { method: 'PUT', headers: { 'Content-Type': 'text/plain' }, body: manifest })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}
const guide = async () =>
  `${await readFile('examples/manifests/guide-s3-export.txt', 'utf8')}trueCryptPassword:${SECRET}\n`

describe("the guide's manifest, checked every minute", () => {
  it('fails at the right field when its bucket is gone, reports it once, and reports once that it is back', async () => {
    await setBuckets('mybucket')
    const { url } = await start()
    expect((await put(url, 'guide', 'rate(1 minute)', await guide())).status).toBe(201)

    expect(await minute(url, 'guide')).toMatchObject({ outcome: 'pass', notices: [] })
    await setBuckets()
    expect(await minute(url, 'guide')).toMatchObject({
      outcome: 'fail',
      notices: ['failed'],
      scheduledFor: '2026-11-21T10:02:00.000Z',
      diagnostics: [{ code: 'NoSuchBucketException', pointer: '/logBucket', line: 5, column: 11 }],
      changed: { from: 'pass', appeared: ['NoSuchBucketException /logBucket'] },
    })
    expect(await minute(url, 'guide')).toMatchObject({ outcome: 'fail', notices: [], changed: null })
    await setBuckets('mybucket')
    expect(await minute(url, 'guide')).toMatchObject({ outcome: 'pass', notices: ['recovered'] })
    expect(await minute(url, 'guide')).toMatchObject({ outcome: 'pass', notices: [] })

    expect((await notices()).map(({ kind, summary }) => `${kind}: ${summary}`)).toEqual([
      'failed: Check guide fails: NoSuchBucketException /logBucket.',
      'recovered: Check guide passes again.',
    ])
  })

  it('leaves its password nowhere but encrypted', async () => {
    await setBuckets()
    const { url } = await start()
    const { body } = await put(url, 'guide', 'rate(1 minute)', await guide())
    await minute(url, 'guide')
    const shown = await (await fetch(`${url}/v1/checks`)).text()
    await running.pop()?.stop()

    const { globSync } = await import('node:fs')
    const files = globSync(join(folder, 'data/**/*'), { withFileTypes: true }).filter(file => file.isFile())
    const contents = await Promise.all(files.map(file => readFile(join(file.parentPath, file.name), 'latin1')))
    expect(contents.length).toBeGreaterThan(5)
    for (const text of [...contents, shown, JSON.stringify(body), logged.join()]) expect(text).not.toContain(SECRET)
    expect((await stat(join(folder, 'data/checks-key'))).mode & 0o777).toBe(0o600)
  })

  it('runs once after hours in which the machine was off, and goes on as before', async () => {
    await setBuckets('mybucket')
    const first = await start()
    await put(first.url, 'guide', 'rate(1 minute)', await guide())
    await minute(first.url, 'guide')
    await running.pop()?.stop()
    time.pass(5 * 60 * 60)

    const { url } = await start()
    while ((await runsOf(url, 'guide')).length < 2) await turn()
    await minute(url, 'guide')

    expect((await runsOf(url, 'guide')).map(({ scheduledFor }) => scheduledFor)).toEqual([
      '2026-11-21T15:02:00.000Z',
      '2026-11-21T10:02:00.000Z',
      '2026-11-21T10:01:00.000Z',
    ])
  })
})

describe('a check that watches a job', () => {
  it('passes while the job waits, and ends when the job is cancelled', async () => {
    await setBuckets('mybucket')
    const { url } = await start()
    const submission = { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: await guide() }
    const { jobId } = (await (await fetch(`${url}/v1/jobs`, submission)).json()) as { jobId: string }
    const json = JSON.stringify({ jobId, schedule: 'rate(1 minute)' })
    const init = { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: json }
    expect((await fetch(`${url}/v1/checks/disk`, init)).status).toBe(201)

    expect(await minute(url, 'disk')).toMatchObject({ outcome: 'pass' })
    await fetch(`${url}/v1/jobs/${jobId}/cancel`, { method: 'POST' })
    time.pass(60)
    while ((await notices()).length === 0) await turn()

    expect(await notices()).toMatchObject([
      { kind: 'ended', jobId, summary: `Check disk has ended: job ${jobId} is cancelled.` },
    ])
    expect(await (await fetch(`${url}/v1/checks/disk`)).json()).toMatchObject({ ended: { because: 'cancelled' } })
  })
})

describe('the process', () => {
  it('runs a check that came due around a kill -9 exactly once', async () => {
    await setBuckets('mybucket')
    const environment = { WAYBILL_BUCKETS: join(folder, 'buckets.json'), ...OWN_SETTINGS }
    const first = await startWaybill(join(folder, 'data'), environment)
    processes.push(first)
    const manifest = await guide()
    let due = ''
    // On a machine that was stopped meanwhile the time is over before it arrives: then a later one.
    for (let status = 0, ahead = 2000; status !== 201; ahead *= 2) {
      due = new Date(Date.now() + ahead).toISOString().slice(0, 19)
      ;({ status } = await put(first.url, 'once', `at(${due})`, manifest))
      expect([201, 422]).toContain(status)
    }
    expect(await first.kill('SIGKILL')).toBe('SIGKILL')

    const second = await startWaybill(join(folder, 'data'), environment)
    processes.push(second)
    while ((await runsOf(second.url, 'once')).length === 0) await turn()

    expect(await runsOf(second.url, 'once')).toEqual([
      expect.objectContaining({ outcome: 'pass', scheduledFor: `${due}.000Z` }),
    ])
    expect(second.output()).not.toContain(SECRET)
  })
})
