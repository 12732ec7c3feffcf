import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { CommandRow, CommandUse } from '../../lib/cli/command.ts'
import { FAMILIES, GROUPS } from '../../lib/cli/commands.ts'
import { createProgram } from '../../lib/cli/program.ts'
import { ROUTES } from '../../lib/http/routes.ts'
import { commandIo } from '../support/command-io.ts'

interface Line {
  readonly title: string
  readonly route: string
  readonly path: string
  readonly cli?: readonly string[]
  readonly asksDepot?: true
  readonly isOffline?: true
}

const load = async (file: string): Promise<unknown> =>
  import(new URL(`../../console/src/commands/${file}`, import.meta.url).href)

// The page has types of its own (browser, JSX), which these tests compile without; `npm run types` compiles the page itself.
const { EVERY_COMMAND } = (await load('every-command.ts')) as { readonly EVERY_COMMAND: readonly Line[] }
const { asCli, asCurl } = (await load('command.ts')) as {
  readonly asCli: (endpoint: string, line: Line) => string
  readonly asCurl: (endpoint: string, line: Line, proof: { readonly is: 'token' }) => string
}

const SOURCES = globSync('console/src/**/*.{ts,tsx}').map(file => readFileSync(file, 'utf8'))

/** The routes that the page calls to have something done: what it only reads to show it is not an action of its user. */
const ACTIONS = SOURCES.flatMap(source =>
  [...source.matchAll(/\bapi\.(POST|PUT|DELETE)\(\s*'([^']+)'/g)].map(([, method, path]) => `${method} ${path}`),
)

/** Actions that the command line has no command for. */
const WITHOUT_COMMAND: readonly string[] = ['GET /v1/depot/jobs', 'GET /v1/reports/usage']

const named = EVERY_COMMAND.map(command => [`${command.title} (${command.route})`, command] as const)

describe('the lines that the console has for a terminal', () => {
  it('are there for each action of the page', () => {
    const offered = new Set<string>(EVERY_COMMAND.map(({ route }) => route))

    expect(ACTIONS.length).toBeGreaterThan(20)
    expect([...new Set(ACTIONS)].filter(action => !offered.has(action))).toEqual([])
  })

  it('are there for the command line too, but for what it has no command for', () => {
    const without = EVERY_COMMAND.filter(({ cli }) => !cli).map(({ route }) => route)

    expect([...new Set<string>(without)].sort()).toEqual(WITHOUT_COMMAND)
  })

  it.each(named)('%s is of a route that there is, with its parameters filled in', (_name, { route, path }) => {
    const [, pattern = ''] = route.split(' ')
    const filled = new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/{}?]+')}(?:\\?.*)?$`)

    expect(ROUTES.map(({ method, path: of }) => `${method} ${of}`)).toContain(route)
    expect(path).toMatch(filled)
  })

  it.each(named.filter(([, { cli }]) => cli))('%s is a line that the command line takes', async (_name, command) => {
    const acted: string[] = []
    const act = async (name: string, _row: CommandRow, use: () => CommandUse) => {
      use()
      acted.push(name)
    }
    const words = [
      ...(command.cli ?? []),
      ...(command.asksDepot || command.isOffline ? [] : ['--endpoint-url', 'http://127.0.0.1:4010']),
    ]

    await createProgram(words, { groups: GROUPS, families: FAMILIES, version: '0', io: commandIo(), act }).parseAsync(
      words,
      { from: 'user' },
    )

    expect(acted).toHaveLength(1)
    expect((command.cli ?? []).join(' ')).toMatch(new RegExp(`^${acted[0]}(?: |$)`))
  })

  it('have no secret, whoever is signed in', () => {
    const lines = EVERY_COMMAND.flatMap(command => [
      asCurl('https://waybill.example', command, { is: 'token' }),
      asCli('https://waybill.example', command),
    ])

    for (const line of lines) expect(line).not.toMatch(/Bearer (?!\$WAYBILL_TOKEN")/)
  })
})
