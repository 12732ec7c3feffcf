import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { parseSync } from '@swc/core'
import { CHECKOUT_COMMANDS } from '../../lib/cli/checkout.ts'
import type { CommandRow, CommandUse } from '../../lib/cli/command.ts'
import { CommandError, EXIT_CODES, NoAnswer, UsageError } from '../../lib/cli/command-error.ts'
import { COMMANDS, FAMILIES, GROUPS } from '../../lib/cli/commands.ts'
import { main } from '../../lib/cli/main.ts'
import { createProgram } from '../../lib/cli/program.ts'
import { commandIo, waybill } from '../support/command-io.ts'

const run = async (args: readonly string[], overrides: Parameters<typeof commandIo>[0] = {}) => {
  const io = commandIo(overrides)
  return { code: await waybill(args, io), printed: io.printed(), complained: io.complained() }
}

describe('the command line', () => {
  it('lists every command with --help, and whatever stands below others only once', async () => {
    const { code, printed } = await run(['--help'])

    expect(code).toBe(0)
    const shown = Object.entries(COMMANDS).filter(([, { isHidden }]) => !isHidden)
    const names = shown.map(([name]) => name.split(' ')[0] ?? '')
    const listed = [...printed.matchAll(/^ {2}([A-Za-z][\w-]*) {2,}/gm)].map(([, name = '']) => name)
    expect(listed.filter(name => name !== 'help' && name !== 'waybill')).toEqual([...new Set(names)])
  })

  it('loads no command to list them, since help must not cost what they cost', () => {
    // What each file loads at once, from `main.ts` on: only what the tables and the parser need.
    const seen = new Set<string>()
    const visit = (file: string) => {
      if (seen.has(file)) return
      seen.add(file)
      const { body } = parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2024' })
      for (const node of body) {
        if (node.type !== 'ImportDeclaration' || node.typeOnly || !node.source.value.startsWith('.')) continue
        visit(new URL(node.source.value, `file:///${file}`).pathname.slice(1))
      }
    }
    visit('lib/cli/main.ts')

    expect([...seen].filter(file => !/\/(?:options|commands)\.ts$/.test(file)).sort()).toEqual([
      'lib/audit/actions.ts',
      'lib/cli/command-error.ts',
      'lib/cli/for-terminals.ts',
      'lib/cli/main.ts',
      'lib/cli/option.ts',
      'lib/cli/program.ts',
      'lib/jobs/device-stage.ts',
      'lib/manifest/manifest.ts',
    ])
  })

  it('is what package.json runs, executable as it is', async () => {
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8'))

    const { stdout } = await promisify(execFile)(`./${bin.waybill}`, ['--help'], {
      env: { PATH: `node_modules/.bin:${process.env.PATH}` },
    })

    expect(stdout).toBe((await run(['--help'])).printed)
  })

  it('lists the commands, and fails, without one', async () => {
    expect(await run([])).toEqual({ code: 2, printed: '', complained: (await run(['--help'])).printed })
  })

  it('prints its version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, printed: '1.2.3\n', complained: '' })
  })

  it.each(['frobnicate', 'toString', '__proto__'])('does not know %s', async name => {
    expect(await run([name])).toEqual({
      code: 2,
      printed: '',
      complained: `waybill: unknown command '${name}'\n"waybill --help" lists all commands.\n`,
    })
  })

  it.each([
    [['validte', 'x'], 'validate'],
    [['createjob'], 'CreateJob'],
    [['depot', 'recieve', 'ABC12'], 'receive'],
    [['checks', 'rnus', 'x'], 'runs'],
    [['validate', '--job-typ', 'Import', 'x'], '--job-type'],
  ])('asks whether %j was meant otherwise', async (args, meant) => {
    const { code, complained } = await run(args)

    expect(code).toBe(2)
    expect(complained).toContain(`(Did you mean ${meant}?)`)
  })

  it.each(Object.entries(COMMANDS))(
    '%s --help shows what it takes and examples, and does nothing else',
    async (name, row) => {
      const { code, printed, complained } = await run([...name.split(' '), '--help'])

      expect({ code, complained }).toEqual({ code: 0, complained: '' })
      expect(printed).toMatch(new RegExp(`^Usage: waybill ${name} `))
      expect(printed.replace(/\s+/g, ' ')).toContain(row.summary)
      for (const option of Object.keys(row.options ?? {})) expect(printed).toContain(`--${option}`)
      for (const example of row.examples) expect(printed).toContain(`\n  waybill ${example}\n`)
    },
  )

  it.each(Object.entries(COMMANDS))('%s has examples that it understands', async (name, row) => {
    for (const example of row.examples) {
      // What a shell takes out of the line is not the command's.
      const [line = ''] = example.split(/ [<>|] /)
      const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
      const understood: string[] = []
      const act = async (which: string, _row: CommandRow, use: () => CommandUse) => {
        use()
        understood.push(which)
      }

      await createProgram(words, { groups: GROUPS, families: FAMILIES, version: '0', io: commandIo(), act }).parseAsync(
        words,
        { from: 'user' },
      )

      expect(understood).toEqual([name])
    }
  })

  it('explains what every family of commands is for', () => {
    const families = Object.keys(COMMANDS).flatMap(name => (name.includes(' ') ? [name.split(' ')[0]] : []))

    expect(Object.keys(FAMILIES).sort()).toEqual([...new Set(families)].sort())
  })

  it('has code for every command', () => {
    const missing = Object.entries(COMMANDS).filter(
      ([name, { load }]) => load === undefined && !Object.hasOwn(CHECKOUT_COMMANDS, name),
    )

    expect(missing).toEqual([])
  })

  it('names every wrong setting, each on a line of its own', async () => {
    const { code, complained } = await run(['start'], { env: { WAYBILL_PORT: 'x', WAYBILL_DEPOT_PORT: 'y' } })

    expect(code).toBe(2)
    expect(complained).toMatch(/^waybill: WAYBILL_PORT is "x".*\nwaybill: WAYBILL_DEPOT_PORT is "y".*\n$/)
  })

  it('takes an address only where a server is asked', async () => {
    expect(await run(['schema', '--endpoint-url', 'http://127.0.0.1'])).toMatchObject({
      code: 2,
      complained: expect.stringContaining('takes no --endpoint-url'),
    })
  })
})

describe('without the code of a checkout', () => {
  it.each(Object.keys(CHECKOUT_COMMANDS))('waybill %s explains where that is', async name => {
    const words =
      name.startsWith('keys') && name !== 'keys list' ? [...name.split(' '), 'AKIAI44QH8DHBEXAMPLE'] : name.split(' ')
    const io = commandIo()

    const code = await main(/backup|restore/.test(name) ? [...words, 'dir'] : words, io, {
      version: '1.2.3',
      checkout: {},
    })

    expect(code).toBe(2)
    expect(io.complained()).toContain(`in a checkout of Waybill: there run "npx waybill ${name}"`)
  })
})

describe('the exit codes', () => {
  it('are what the documentation shows', () => {
    const [, section = ''] = readFileSync('docs/command-line.md', 'utf8').split('\n## Exit codes\n')
    const shown = [...section.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))

    expect(shown).toEqual(Object.values(EXIT_CODES))
  })

  it('follow from the kind of the failure', () => {
    expect([new CommandError('x'), new UsageError('x'), new NoAnswer('x')].map(({ exitCode }) => exitCode)).toEqual([
      1, 2, 3,
    ])
  })

  it('are 130 for what is interrupted while it waits', async () => {
    const stop = new AbortController()
    const io = commandIo({
      stdin: (async function* () {
        stop.abort()
        // Nobody types anything.
        await new Promise(() => undefined)
        yield new Uint8Array()
      })(),
      stopped: stop.signal,
    })

    expect(await waybill(['validate', '-'], io)).toBe(130)
    expect(io.complained()).toBe('waybill: interrupted.\n')
  })

  it('are 1, with a line, for what the operating system has against a file', async () => {
    const args = ['audit', 'export', '--from', '2026-11-01', '--to', '2026-11-02', 'package.json/november']

    expect(await run(args, { env: { WAYBILL_URL: 'http://127.0.0.1:9' } })).toMatchObject({
      code: EXIT_CODES.refused,
      complained: expect.stringMatching(
        /^waybill audit export: ENOTDIR: [^\n]*\. Mend that, and run the command again\.\n$/,
      ),
    })
  })
})
