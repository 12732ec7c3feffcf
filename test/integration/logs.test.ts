import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { importManifest } from '../support/manifests.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-logs-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('goes on serving when its output is no longer read', async () => {
  const child = spawn(process.execPath, ['bin/waybill.mjs', 'start'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, WAYBILL_PORT: '0', WAYBILL_DEPOT_PORT: '0', WAYBILL_DATA_DIR: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for await (const chunk of child.stdout) {
    output += chunk
    if (output.includes('Ctrl-C stops.')) break // which closes the pipe
  }
  child.stderr.destroy()
  const [, url] = /^Waybill {2}(http:\S+)/m.exec(output) ?? []

  // Each request is a line of the log.
  const statuses: number[] = []
  for (let disk = 0; disk < 5; disk += 1) {
    const body = importManifest(`prefix:disk-${disk}/`)
    const answer = await fetch(`${url}/v1/jobs`, { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body })
    statuses.push(answer.status)
    await answer.text()
  }
  const exit = once(child, 'exit')
  child.kill('SIGTERM')

  expect(statuses).toEqual([201, 201, 201, 201, 201])
  expect(await exit).toEqual([0, null])
})
