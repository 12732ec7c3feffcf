import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { close, listen } from '../../../lib/local/http-server.ts'
import { commandIo, waybill as runWaybill } from '../../support/command-io.ts'
import { startWaybill, type WaybillProcess } from '../../support/waybill-process.ts'

const shell = promisify(execFile)
const KEY = 'AKIAIOSFODNN7EXAMPLE'

let folder = ''
let waybill: WaybillProcess
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-cli-smoke-'))
  waybill = await startWaybill(join(folder, 'data'))
})
afterAll(async () => {
  await waybill.kill('SIGTERM')
  await rm(folder, { recursive: true })
})

const smoke = async (args: readonly string[], env: Record<string, string> = { HOME: folder }) => {
  const io = commandIo({ env })
  const code = await runWaybill(['smoke', ...args], io)
  return { code, printed: io.printed(), complained: io.complained() }
}

describe('npm run smoke', () => {
  it('passes against npm start', async () => {
    const { stdout } = await shell('npm', [
      'run',
      '--silent',
      'smoke',
      '--',
      '--endpoint-url',
      waybill.url,
      '--key',
      KEY,
    ])

    expect(stdout).toMatch(/^Smoke test of http:\/\/127\.0\.0\.1:\d+\/\n/)
    expect(stdout).toContain('ok    Waybill gives the SIGNATURE byte for byte')
    expect(stdout).toMatch(/\n\d\d steps passed, 0 failed\n$/)
  })
})

describe('waybill smoke', () => {
  it('ends with exit code 1 where something is not well, and names it', async () => {
    const { code, printed } = await smoke([
      '--endpoint-url',
      waybill.url,
      '--key',
      'AKIAI44QH8DHBEXAMPLE',
      '--validate-only',
    ])

    expect(code).toBe(1)
    expect(printed).toContain('validating only')
    expect(printed).toMatch(/FAIL {2}Waybill passes a manifest that is right.*SIGNING_KEY_NOT_ALLOWED/)
  })

  it.each([
    [['--endpoint-url', 'http://127.0.0.1:1'], "required option '--key <id>' not specified"],
    [['--key', 'secret'], '--key takes an access key ID, and never a secret.'],
    [['--key', KEY, '--submit', '--validate-only'], "option '--submit' cannot be used with option '--validate-only'"],
    [['--key', KEY, '--endpoint-url', 'http://waybill.example.com/'], 'is not https'],
    [['--key', KEY, '--query-url', 'nowhere'], 'nowhere is not a URL.'],
    [['--key', KEY, 'more'], 'too many arguments'],
    [['--key', KEY, '--kee', KEY], "unknown option '--kee'"],
  ])('refuses %j with exit code 2', async (args, says) => {
    const { code, complained } = await smoke(args)

    expect(code).toBe(2)
    expect(complained).toContain(says)
  })
})

describe('what waybill smoke sends to a deployed stage', () => {
  let server: Server
  let url = ''
  const authorizations: (string | undefined)[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      authorizations.push(request.headers.authorization)
      response.writeHead(401).end()
    })
    url = `${await listen(server, 0)}/prod`
  })
  afterAll(() => close(server))

  it('carries the token, but for the request of a stranger', async () => {
    authorizations.length = 0

    await smoke(['--endpoint-url', url, '--key', KEY, '--validate-only'], {
      HOME: folder,
      WAYBILL_TOKEN: 'a.jwt.token',
    })

    expect(new Set(authorizations)).toEqual(new Set(['Bearer a.jwt.token', undefined]))
  })
})
