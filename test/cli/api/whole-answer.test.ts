import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { COMMANDS } from '../../../lib/cli/commands.ts'
import { close, listen } from '../../../lib/local/http-server.ts'
import { commandIo, waybill } from '../../support/command-io.ts'
import { importManifest } from '../../support/manifests.ts'
import { CERTIFICATE, CERTIFICATE_KEY } from '../../support/tls.ts'

/** What answers in place of Waybill, by the first part of the path. */
const STRANGERS: Readonly<Record<string, { answer: (response: ServerResponse) => void; complaint: RegExp }>> = {
  page: {
    answer: response => response.setHeader('Content-Type', 'text/html; charset=utf-8').end('<h1>Sign in</h1>'),
    complaint: /answers \(200\) with a web page/,
  },
  gateway: {
    answer: response => response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>'),
    complaint: /answers \(502\) with a web page/,
  },
  elsewhere: {
    answer: response => response.writeHead(302, { Location: 'https://login.example/' }).end(),
    complaint: /redirect to https:\/\/login\.example\//,
  },
  broken: {
    answer: response => response.setHeader('Content-Type', 'application/json').end('{"jobs":'),
    complaint: /with broken JSON/,
  },
  silent: {
    answer: response => response.setHeader('Content-Type', 'application/json').end(),
    complaint: /with broken JSON/,
  },
  cut: {
    answer: response => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' }).write('{"jobs":[')
      setImmediate(() => response.destroy())
    },
    complaint: /was cut off|No answer from/,
  },
  hangup: {
    answer: response => void response.destroy(),
    complaint: /No answer from \S+ \(UND_ERR_SOCKET\)|No answer from/,
  },
}

/** A use of each command that asks Waybill: its arguments and what it needs besides. */
const ARGS: Readonly<Record<string, string>> = {
  validate: 'good.txt --service',
  submit: 'good.txt',
  signature: 'ABC12',
  'disk prepare': '. ABC12 --any-folder',
  slip: 'ABC12 .',
  ship: 'ABC12 --carrier UPS',
  custody: 'ABC12 --step packed --by Ann',
  update: 'ABC12 good.txt',
  check: 'good.txt',
  'teams put': 'lab --key AKIAI44QH8DHBEXAMPLE',
  'templates put': 'monthly good.txt',
  'templates render': 'monthly',
  'addresses put': 'office --file office.json',
  'subscriptions put': 'crates --event *',
  'subscriptions retry': 'crates id',
  'audit export': '--from 2026-11-01 --to 2026-11-02 days',
  events: '--follow',
}
/** `login` asks its provider, `watch` goes on looking, and the smoke test has a report of its own. */
const OTHERS = ['login', 'logout', 'watch', 'smoke']

const ASKING = Object.entries(COMMANDS).filter(([name, { asks }]) => asks === 'waybill' && !OTHERS.includes(name))
const wordsOf = (name: string, needed = '') => [
  ...name.split(' '),
  ...(ARGS[name] ?? needed.replace(/<[^>]+>/g, 'ABC12').replace(/\[[^\]]+\]/g, '')).split(' ').filter(Boolean),
]

let folder = ''
let url = ''
const server = createServer((request, response) => {
  const stranger = STRANGERS[request.url?.split('/')[1] ?? '']
  request.resume().on('end', () => stranger?.answer(response))
})
const encrypted = createTlsServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, (_, response) => response.end())
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-strangers-'))
  await writeFile(join(folder, 'good.txt'), importManifest())
  await writeFile(join(folder, 'office.json'), '{}')
  url = await listen(server, 0)
  await new Promise<void>(resolve => encrypted.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await close(server)
  encrypted.close()
  await rm(folder, { recursive: true })
})

const does = async (words: readonly string[], address: string) => {
  const io = commandIo({ cwd: folder, env: { HOME: folder, WAYBILL_URL: address, WAYBILL_TOKEN: 'hush-hush' } })
  const code = await waybill(words, io)
  return { code, said: io.printed() + io.complained() }
}

describe.each(Object.entries(STRANGERS))('where %s answers in place of Waybill', (path, { complaint }) => {
  it.each(ASKING.map(([name, row]) => [name, wordsOf(name, row.arguments)] as const))(
    '%s ends with 3',
    async (_, words) => {
      const { code, said } = await does(words, `${url}/${path}`)

      expect({ code, said }).toEqual({ code: 3, said: expect.stringMatching(complaint) })
      expect(said).not.toContain('hush-hush')
    },
  )
})

describe('where no Waybill is', () => {
  const addressOfTls = () => `https://127.0.0.1:${(encrypted.address() as AddressInfo).port}`

  it.each([
    ['nothing listens', () => 'http://127.0.0.1:2', /No answer from http:\/\/127\.0\.0\.1:2 \(ECONNREFUSED\)/],
    ['the certificate is not trusted', addressOfTls, /\((?:DEPTH_ZERO_)?SELF_SIGNED_CERT\w*: NODE_EXTRA_CA_CERTS/],
  ])('%s', async (_, address, complaint) => {
    expect(await does(['list'], address())).toEqual({ code: 3, said: expect.stringMatching(complaint) })
  })

  it('an answer without end is read to a limit', async () => {
    const endless = createServer((_, response) => {
      response.setHeader('Content-Type', 'application/json')
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1_048_576, ' ')));
      }
      response.on('drain', more)
      more()
    })
    const address = await listen(endless, 0)
    // A busy machine takes longer for so much than a command waits.
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal)

    const { code, said } = await does(['whoami'], address)

    timeout.mockRestore()
    expect({ code, said }).toEqual({ code: 3, said: expect.stringContaining('has more than 67108864 bytes') })
    await close(endless)
  })
})
