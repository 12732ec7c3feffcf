import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-stopping-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('npm start', () => {
  it('ends the server when npm has to end', async () => {
    const npm = spawn('npm', ['start'], {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        WAYBILL_PORT: '0',
        WAYBILL_DEPOT_PORT: '0',
        WAYBILL_DATA_DIR: join(folder, 'data'),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    // The pipe is closed once everybody who writes to it has ended: npm, its shell and the server.
    const allEnded = once(npm.stdout, 'close')
    let printed = ''
    for await (const chunk of npm.stdout.iterator({ destroyOnReturn: false })) {
      printed += chunk
      if (printed.includes('Ctrl-C stops.')) break
    }
    npm.stdout.resume()
    const [, url = ''] = /^Waybill {2}(http:\S+)/m.exec(printed) ?? []
    expect((await fetch(`${url}/v1/health`)).status).toBe(200)

    npm.kill('SIGTERM')
    await allEnded

    await expect(fetch(`${url}/v1/health`)).rejects.toThrow()
  })
})
