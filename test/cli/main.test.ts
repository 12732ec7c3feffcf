import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { COMMANDS } from '../../lib/cli/commands.ts'
import { main } from '../../lib/cli/main.ts'
import { commandIo } from '../support/command-io.ts'

describe('the command line', () => {
  it('lists every command with --help', async () => {
    const io = commandIo()

    expect(await main(['--help'], io)).toBe(0)
    expect(io.printed()).toMatch(/^ {2}waybill start\n {6}\w.*\n {2}waybill demo\n/m)
  })

  it('lists them without loading any of them, since help must not cost what they cost', () => {
    const imports = ['main', 'commands'].flatMap(file => [
      ...readFileSync(`lib/cli/${file}.ts`, 'utf8').matchAll(/^import .*/gm),
    ])

    expect(imports.map(([line]) => line).filter(line => !line.startsWith('import type '))).toEqual([
      "import { COMMANDS } from './commands.ts'",
    ])
  })

  it('is what package.json runs, executable as it is', async () => {
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8'))

    const { stdout } = await promisify(execFile)(`./${bin.waybill}`, ['--help'], {
      env: { PATH: `node_modules/.bin:${process.env.PATH}` },
    })

    const io = commandIo()
    await main(['--help'], io)
    expect(stdout).toBe(io.printed())
  })

  it('lists them, and fails, without a command', async () => {
    const io = commandIo()

    expect(await main([], io)).toBe(2)
    expect(io.printed()).toContain('waybill start')
  })

  it.each(['frobnicate', 'toString', '__proto__'])('says that there is no %s', async name => {
    const io = commandIo()

    expect(await main([name], io)).toBe(2)
    expect(io.complained()).toBe(`waybill: unknown command "${name}"; "waybill --help" lists all commands.\n`)
  })

  it.each(Object.keys(COMMANDS))('%s --help prints its usage, and does nothing else', async name => {
    const io = commandIo()

    expect(await main([name, '--help'], io)).toBe(0)
    expect(io.printed()).toMatch(new RegExp(`^Usage: waybill ${name}.*\\n\\w.*\\n$`))
    expect(io.complained()).toBe('')
  })

  it('names every wrong setting, each on a line of its own', async () => {
    const io = commandIo({ env: { WAYBILL_PORT: 'x', WAYBILL_DEPOT_PORT: 'y' } })

    expect(await main(['start'], io)).toBe(2)
    expect(io.complained()).toMatch(/^waybill: WAYBILL_PORT is "x".*\nwaybill: WAYBILL_DEPOT_PORT is "y".*\n$/)
  })
})
