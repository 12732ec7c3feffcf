import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startWaybill, type WaybillProcess } from './support/waybill-process.ts'

const shell = promisify(execFile)
const README = readFileSync('README.md', 'utf8')
const commands = [...README.matchAll(/```sh\n(.*?)\n```/gs)].map(([, command = '']) => command)

describe('the README', () => {
  it('is read in a minute', () => {
    expect(README.split('\n').length).toBeLessThanOrEqual(130)
  })
})

describe("the README's commands", () => {
  let folder = ''
  let waybill: WaybillProcess
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-readme-'))
    waybill = await startWaybill(join(folder, 'data'))
  })
  afterAll(async () => {
    await waybill.kill('SIGTERM')
    await rm(folder, { recursive: true })
  })

  it('are the two that set up, and curl lines', () => {
    const [setUp, test, ...others] = commands

    expect([setUp, test]).toEqual(['npm ci && npm run demo', 'npm test'])
    expect(others.every(command => command.startsWith('curl '))).toBe(true)
  })

  it('npm ci: the lock file is complete and in step with package.json', async () => {
    const { stdout, stderr } = await shell('npm', ['ci', '--dry-run', '--ignore-scripts'])

    expect(stdout + stderr).not.toMatch(/npm error/)
  })

  it('npm run demo prints what the README shows', async () => {
    const { stdout } = await shell('npm', ['run', '--silent', 'demo'])

    const [, shown = ''] = /```text\n(.*?)```/s.exec(README) ?? []
    expect(withoutChance(stdout)).toBe(withoutChance(shown))
  })

  it.each(commands.filter(command => command.startsWith('curl ')))('%s', async command => {
    const here = command.replace('http://127.0.0.1:4010', waybill.url)

    const { stdout } = await shell('sh', ['-c', `${here} --silent --show-error --fail-with-body`])

    expect(JSON.parse(stdout)).toMatchObject({ jobType: expect.stringMatching(/^(Import|Export)$/) })
  })
})

/** Ports, job IDs, signatures and folders differ each time. */
const withoutChance = (text: string) =>
  text
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\S*\/waybill-demo-\w+/g, 'FOLDER')
    .replace(/[A-Za-z0-9+/]{27}=/g, 'SIGNATURE')
    .replace(/\b(?=\w*\d|\w*[A-Z]{5})[1-9A-NP-Z]{5}\b/g, 'JOBID')
    .trim()
