import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { mountSmallDisk, type SmallDisk } from '../support/full-disk.ts'
import { jobsAt } from '../support/kill-rounds.ts'
import { importManifest } from '../support/manifests.ts'
import { OWN_SETTINGS } from '../support/patience.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

let folder: string
let disk: SmallDisk | undefined
let waybill: WaybillProcess | undefined
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-full-'))
  disk = mountSmallDisk(join(folder, 'disk'), 24)
})
afterAll(async () => {
  await waybill?.kill('SIGKILL')
  disk?.unmount()
  rmSync(folder, { recursive: true })
})

interface Answer {
  readonly name: string
  readonly status: number
  readonly type: string
  readonly jobId: string
  readonly code: string
}

const submit = async (url: string, name: string): Promise<Answer> => {
  const headers = { 'Content-Type': 'text/plain' }
  const answer = await fetch(`${url}/v1/jobs`, { method: 'POST', headers, body: importManifest(`prefix:${name}/`) })
  const body = (await answer.json()) as Answer
  return { ...body, name, status: answer.status, type: answer.headers.get('content-type') ?? '' }
}
const statusOf = async (url: string, path: string) => {
  const answer = await fetch(`${url}/v1${path}`)
  await answer.text()
  return answer.status
}

it('a full disk takes nothing new, gives what it has, loses nothing, and is over once there is room', async () => {
  if (!disk) {
    process.stderr.write('SKIPPED: this user may not mount a file system, so no disk was filled up.\n')
    return
  }
  // Its log lies on the same disk.
  const log = openSync(join(disk.path, 'log'), 'a')
  const running = await startWaybill(join(disk.path, 'data'), OWN_SETTINGS, log)
  closeSync(log)
  waybill = running
  const { url } = running
  const before = await submit(url, 'before')
  expect(before.status).toBe(201)

  // The room runs out in the middle of whatever is under way.
  const answered = new Map<string, string>()
  const refused: Answer[] = []
  const unclear: Answer[] = []
  for (let round = 0; round < 12; round += 1) {
    disk.fill(round * 24_000)
    const answers = await Promise.all(
      Array.from(
        { length: 6 },
        async (_, client) => [`r${round}-c${client}`, await submit(url, `r${round}-c${client}`)] as const,
      ),
    )
    for (const [name, answer] of answers) {
      if (answer.status === 201) answered.set(name, answer.jobId)
      else (answer.status === 507 ? refused : unclear).push(answer)
    }
    expect(await statusOf(url, `/jobs/${before.jobId}`)).toBe(200)
    // A list is a reading that history must have: where there is no room for its event, there is no list.
    expect([200, 507]).toContain(await statusOf(url, '/jobs'))
    disk.empty()
  }
  expect(refused.length).toBeGreaterThan(0)
  expect([...refused, ...unclear].filter(({ type }) => type !== 'application/problem+json')).toEqual([])
  // The disk that is full is the depot's too, and what a job needs may be stored in part when it fills up.
  const codes = new Set(unclear.map(({ status, code }) => `${status} ${code}`))
  expect([...codes].filter(code => !/^(?:503|504|502|409) /.test(code))).toEqual([])

  // With room again, what was not answered is sent once more, until it is.
  for (const name of [...refused, ...unclear].map(({ name }) => name)) {
    for (let answer = await submit(url, name); ; answer = await submit(url, name)) {
      if (answer.status < 300) {
        answered.set(name, answer.jobId)
        break
      }
      expect(answer.status).toBe(409)
      await after(1000)
    }
  }
  await running.kill('SIGKILL')
  const again = await startWaybill(join(disk.path, 'data'), OWN_SETTINGS)
  waybill = again
  const jobIds = [before.jobId, ...answered.values()]
  for (const jobId of jobIds) {
    expect(await statusOf(again.url, `/jobs/${jobId}`)).toBe(200)
    expect(await statusOf(again.url, `/jobs/${jobId}/signature`)).toBe(200)
  }
  // None is lost, and none is there twice.
  expect((await jobsAt(again.serviceUrl)).toSorted()).toEqual(jobIds.toSorted())
})
