import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { close, listen } from '../../../lib/local/http-server.ts'
import { commandIo, waybill } from '../../support/command-io.ts'

let folder = ''
let server: Server
let url = ''
const authorizations: (string | undefined)[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-profile-'))
  server = createServer((request, answer) => {
    authorizations.push(request.headers.authorization)
    answer.setHeader('Content-Type', 'application/json').end('{"checks":[]}')
  })
  url = await listen(server, 0)
  await mkdir(join(folder, '.config/waybill'), { recursive: true })
  await writeFile(
    join(folder, '.config/waybill/config'),
    JSON.stringify({
      profiles: {
        plain: { endpoint: url, auth: 'none' },
        sso: { endpoint: url, auth: 'token', tokenCommand: 'echo a.b.c' },
        broken: { endpoint: url, auth: 'token', tokenCommand: 'echo hush-hush; exit 3' },
        wordy: { endpoint: url, auth: 'token', tokenCommand: 'echo hush hush' },
        signed: { endpoint: url, auth: 'iam', region: 'eu-central-1' },
      },
    }),
  )
})
afterAll(async () => {
  await close(server)
  await rm(folder, { recursive: true })
})

const checks = async (args: readonly string[], env: Record<string, string> = {}) => {
  authorizations.length = 0
  const io = commandIo({ cwd: folder, env: { HOME: folder, PATH: process.env.PATH, ...env } })
  const code = await waybill(['checks', 'list', ...args], io)
  return { code, complained: io.complained(), authorizations: [...authorizations] }
}

describe('a profile', () => {
  it('names the Waybill to ask, and proves nothing where that is wanted', async () => {
    expect(await checks(['--profile', 'plain'])).toEqual({ code: 0, complained: '', authorizations: [undefined] })
    expect(await checks([], { WAYBILL_PROFILE: 'plain' })).toMatchObject({ code: 0, authorizations: [undefined] })
  })

  it('gets a token of a command', async () => {
    expect(await checks(['--profile', 'sso'])).toMatchObject({ code: 0, authorizations: ['Bearer a.b.c'] })
  })

  it('wins over an address in the environment only where the command line names it', async () => {
    const env = { WAYBILL_URL: 'http://127.0.0.1:1', WAYBILL_PROFILE: 'plain' }

    expect(await checks([], env)).toMatchObject({ code: 3 })
    expect(await checks(['--profile', 'plain'], env)).toMatchObject({ code: 0 })
  })

  it.each(['broken', 'wordy'])(
    'whose command is %s sends nothing, and repeats nothing of what was printed',
    async name => {
      const { code, complained, authorizations } = await checks(['--profile', name])

      expect({ code, authorizations }).toEqual({ code: 1, authorizations: [] })
      expect(complained).toContain('tokenCommand')
      expect(complained).not.toContain('hush')
    },
  )

  it.each([
    [['--profile', 'nowhere'], {}, /has no profile "nowhere"\. It has plain, sso/],
    [['--profile', '__proto__'], {}, /has no profile "__proto__"/],
    [['--profile', 'plain'], { WAYBILL_CONFIG: 'none' }, /none does not exist/],
    [['--profile', 'plain'], { WAYBILL_CONFIG: 'text' }, /text is not understood/],
    [['--profile', 'plain'], { WAYBILL_CONFIG: 'typo' }, /typo is not understood: profiles\.plain/],
  ])('%j with %j is refused as a command line', async (args, env, complaint) => {
    await writeFile(join(folder, 'text'), 'endpoint = here')
    await writeFile(join(folder, 'typo'), JSON.stringify({ profiles: { plain: { endpoint: url, autth: 'none' } } }))

    expect(await checks(args, env as Record<string, string>)).toMatchObject({
      code: 2,
      complained: expect.stringMatching(complaint),
    })
  })

  it('is not for commands that ask no Waybill', async () => {
    expect(await waybill(['schema', '--profile', 'plain'], commandIo())).toBe(2)
  })
})
