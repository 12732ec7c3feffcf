import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { COMMANDS } from '../lib/cli/commands.ts'
import { PROBLEMS } from '../lib/http/kit/problem.ts'
import { ROUTES } from '../lib/http/routes.ts'
import { SETTINGS } from '../lib/settings/config.ts'
import { MAY_IMPORT } from './support/layout.ts'
import { startWaybill, type WaybillProcess } from './support/waybill-process.ts'

const shell = promisify(execFile)
const README = readFileSync('README.md', 'utf8')
const commands = [...README.matchAll(/```sh\n(.*?)\n```/gs)].map(([, command = '']) => command)
const rowsOf = (heading: string, text = README) => {
  const [, section = ''] = text.split(`\n${heading}\n`)
  const [table = ''] = /^\|.*(?:\n\|.*)*/m.exec(section) ?? []
  return table
    .split('\n')
    .slice(2)
    .map(row =>
      row
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
}
const codeOf = (cell = '') => cell.replace(/^`(.*)`$/, '$1')

describe('the README, and the pages that it names', () => {
  it('lists every route there is', () => {
    expect(rowsOf('## HTTP API').map(([route]) => codeOf(route))).toEqual(
      ROUTES.map(({ method, path }) => `${method} ${path}`),
    )
  })

  it('lists every problem with its status', () => {
    const rows = rowsOf('## Codes', readFileSync('docs/problems.md', 'utf8')).map(([code, status]) => [
      codeOf(code),
      Number(status),
    ])

    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(PROBLEMS).map(([code, { status }]) => [code, status])),
    )
  })

  it('shows every command, but for the two that npm runs', () => {
    const others = Object.keys(COMMANDS).filter(name => name !== 'start' && name !== 'demo')

    expect(others.filter(name => !README.includes(`npx waybill ${name}`))).toEqual([])
  })

  it('lists every setting with its meaning and its default', () => {
    const rows = rowsOf('## All settings', readFileSync('docs/settings.md', 'utf8')).map(
      ([name, meaning, byDefault]) => [codeOf(name), meaning, codeOf(byDefault)],
    )

    expect(rows).toEqual(
      Object.entries(SETTINGS).map(([name, setting]) => [
        name,
        setting.meaning,
        'byDefault' in setting ? setting.byDefault : '',
      ]),
    )
  })

  it('shows the layout that the architecture test enforces', () => {
    const rows = rowsOf('## How it is built').map(([part, , may]) => [
      codeOf(part)
        .replace(/^lib\/|\.ts$|\/$/g, '')
        .replace(/\/$/, ''),
      (may ?? '').split(', ').filter(name => name !== '' && name !== 'nothing'),
    ])

    expect(Object.fromEntries(rows)).toEqual(MAY_IMPORT)
  })

  it('names only files and folders that are there', () => {
    const named = [...README.matchAll(/`((?:bin|lib|lambdas|test|examples|docs)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    )

    expect(named.filter(path => !existsSync(path))).toEqual([])
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
