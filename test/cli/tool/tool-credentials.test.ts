import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { isLoopBack } from '../../../lib/cli/tool/tool-credentials.ts'
import { depotDeps, KEY, OTHER_KEY, SESSION_KEY, serveDepot } from '../../depot/depot-fixture.ts'

/** The SDK looks at the process's own environment, so only a process shows what it finds. */
describe('the key that signs, where the folder has no file of the tool', () => {
  let depot: Awaited<ReturnType<typeof serveDepot>>
  let home: string
  beforeAll(async () => {
    depot = await serveDepot(depotDeps())
    home = await mkdtemp(join(tmpdir(), 'waybill-home-'))
    await mkdir(join(home, '.aws'))
    const profiles = [
      ['default', OTHER_KEY],
      ['temporary', SESSION_KEY],
    ] as const
    const sections = profiles.map(([name, { accessKeyId, secretAccessKey, sessionToken }]) =>
      [
        `[${name}]`,
        `aws_access_key_id=${accessKeyId}`,
        `aws_secret_access_key=${secretAccessKey}`,
        ...(sessionToken ? [`aws_session_token=${sessionToken}`] : []),
      ].join('\n'),
    )
    await writeFile(join(home, '.aws/credentials'), sections.join('\n'))
  })
  afterAll(async () => {
    await depot.stop()
    await rm(home, { recursive: true })
  })

  const listJobs = async (env: Readonly<Record<string, string>>, url = depot.url) => {
    const child = spawn(process.execPath, [resolve('bin/waybill.mjs'), 'ListJobs', '--endpoint-url', url], {
      cwd: home,
      env: { AWS_EC2_METADATA_DISABLED: 'true', ...env },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', chunk => {
        said += chunk
      })
    }
    const [code] = await once(child, 'close')
    return { code, said }
  }

  it.each([
    ['the environment', { AWS_ACCESS_KEY_ID: KEY.accessKeyId, AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey }],
    ['the shared credentials file', {}],
    ['a profile with a session token', { AWS_PROFILE: 'temporary' }],
    ['a profile, in signature version 4', { AWS_PROFILE: 'temporary', WAYBILL_SIGNATURE_VERSION: '4' }],
  ])('is found by the AWS SDK in %s', async (_, env) => {
    expect(await listJobs({ HOME: home, ...env })).toEqual({ code: 0, said: 'No jobs.\n' })
  })

  it('is the example key where nothing is configured, on this machine only', async () => {
    const HOME = join(home, 'nobody')

    expect(await listJobs({ HOME })).toEqual({ code: 0, said: 'No jobs.\n' })
    expect(await listJobs({ HOME }, 'https://importexport.example')).toEqual({
      code: 1,
      said: expect.stringMatching(/^waybill ListJobs: No credentials\. Put accessKeyId=/),
    })
  })
})

describe('this machine', () => {
  it.each([
    ['http://127.0.0.1:4010', true],
    ['http://localhost', true],
    ['http://[::1]:4010', true],
    ['http://127.0.0.1.example', false],
    ['http://localhost.example', false],
    ['https://importexport.amazonaws.com', false],
  ])('%s: %s', (url, expected) => {
    expect(isLoopBack(new URL(url))).toBe(expected)
  })
})
