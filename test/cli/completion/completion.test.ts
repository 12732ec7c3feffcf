import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Language, Parser } from 'web-tree-sitter'
import { COMMANDS, FAMILIES } from '../../../lib/cli/commands.ts'
import { candidates } from '../../../lib/cli/completion/candidates.ts'
import { SHELLS } from '../../../lib/cli/completion/options.ts'
import { KINDS } from '../../../lib/manifest/manifest.ts'
import { commandIo, waybill } from '../../support/command-io.ts'
import { describeWhere, describeWith, missingTools, runTool } from '../../support/outside-tools.ts'

const after = (...words: string[]) =>
  candidates(words, { commands: COMMANDS, families: FAMILIES }).map(({ word }) => word)

const scriptOf = async (shell: string) => {
  const io = commandIo()
  expect(await waybill(['completion', shell], io)).toBe(0)
  return io.printed()
}

describe('how a command line may go on', () => {
  it.each([
    [['val'], ['validate']],
    [['dis'], ['disk']],
    [['disk', ''], ['prepare']],
    [
      ['checks', 'ru'],
      ['runs', 'run'],
    ],
    [['new', ''], [...KINDS]],
    [
      ['list', '--sta'],
      ['--state', '--stage'],
    ],
    [
      ['list', '--state', 'c'],
      ['created', 'cancelled'],
    ],
    [['depot', 'finish', 'ABC12', '--lo'], ['--log']],
    [['list', '--end'], ['--endpoint-url']],
    // Files are the shell's to know.
    [['validate', ''], []],
    [['signature', 'ABC12', '--out', ''], []],
    [['schema', '--end'], []],
    [['frobnicate', 'x'], []],
  ])('%j', (words, expected) => {
    expect(after(...words)).toEqual(expected)
  })

  it('has every command that help lists', () => {
    const shown = Object.entries(COMMANDS).filter(([, { isHidden }]) => !isHidden)

    expect(after('').sort()).toEqual([...new Set([...shown.map(([name]) => name.split(' ')[0]), 'help'])].sort())
  })

  it('never throws, and gives only words that begin as what is typed', () => {
    for (const word of ['', '-', '--', '__proto__', 'toString', '\n', "'", '$(x)']) {
      for (const before of [[], ['list'], ['disk'], ['__proto__'], ['list', '--state'], ['list', '--__proto__']]) {
        expect(after(...before, word).every(each => each.startsWith(word))).toBe(true)
      }
    }
  })
})

describe('waybill completion', () => {
  it.each(SHELLS)('prints the script of %s', async shell => {
    expect(await scriptOf(shell)).toContain('waybill complete -- ')
  })

  it('has none for another shell', async () => {
    expect(await waybill(['completion', 'tcsh'], commandIo())).toBe(2)
  })
})

describe('the script of PowerShell', () => {
  it('has the grammar of the language, and what it calls', async () => {
    await Parser.init()
    const parser = new Parser()
    const grammar = 'node_modules/tree-sitter-powershell/tree-sitter-powershell.wasm'
    parser.setLanguage(await Language.load(resolve(grammar)))
    const rootOf = (text: string) => parser.parse(text)?.rootNode
    const root = rootOf(await scriptOf('powershell'))

    expect(root?.hasError).toBe(false)
    const commands = root?.descendantsOfType('command_name').map(node => node?.text)
    expect(commands).toEqual([
      'Register-ArgumentCompleter',
      'Select-Object',
      'ForEach-Object',
      'waybill',
      'ForEach-Object',
    ])
    // The parser does find what is no PowerShell.
    expect(rootOf('waybill complete -- @words | ForEach-Object { $name, ')?.hasError).toBe(true)
  })
})

describeWhere('pwsh', 'the script in a real PowerShell', () => {
  it('completes a command line, with what the words mean', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-pwsh-'))
    await writeFile(
      join(folder, 'waybill'),
      `#!/bin/sh\nexec '${process.execPath}' '${resolve('bin/waybill.mjs')}' "$@"\n`,
    )
    await chmod(join(folder, 'waybill'), 0o755)
    await writeFile(join(folder, 'script.ps1'), await scriptOf('powershell'))
    const code = `$env:PATH = '${folder}:' + $env:PATH; . '${folder}/script.ps1'
$line = 'waybill list --state canc'
(TabExpansion2 $line $line.Length).CompletionMatches | ForEach-Object { "$($_.CompletionText) $($_.ToolTip)" }`

    const printed = await runTool('pwsh', ['-NoProfile', '-NonInteractive', '-Command', code])

    expect(printed.toString().trim()).toBe('cancelled In this state')
    await rm(folder, { recursive: true })
  })
})

describeWith(missingTools({ bash: 'bash', zsh: 'zsh', fish: 'fish' }), 'the scripts in real shells', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-completion-'))
    await writeFile(
      join(folder, 'waybill'),
      `#!/bin/sh\nexec '${process.execPath}' '${resolve('bin/waybill.mjs')}' "$@"\n`,
    )
    await chmod(join(folder, 'waybill'), 0o755)
    for (const shell of SHELLS) await writeFile(join(folder, `script.${shell}`), await scriptOf(shell))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const lines = async (shell: string, args: readonly string[], code: string) => {
    const script = `export PATH='${folder}':"$PATH"\nexport HOME='${folder}'\n${code}`
    const fish = `set -x PATH '${folder}' $PATH\nset -x HOME '${folder}'\n${code}`
    const printed = await runTool(shell, [...args, '-c', shell === 'fish' ? fish : script])
    return printed.toString().trimEnd().split('\n')
  }

  it.each([
    [['waybill', 'disk', ''], ['prepare']],
    [
      ['waybill', 'list', '--state', 'c'],
      ['created', 'cancelled'],
    ],
  ])('bash completes %j', async (words, expected) => {
    const code = `source '${folder}/script.bash'
COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_waybill; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p waybill`

    expect(await lines('bash', ['--norc', '--noprofile'], code)).toEqual([
      ...expected,
      'complete -o default -F _waybill waybill',
    ])
  })

  it('zsh completes a command line, with what the words mean', async () => {
    // What zsh's own list shows is what the script gives _describe.
    const code = `autoload -Uz compinit && compinit -u -D && source '${folder}/script.zsh'
_describe() { print -l "\${(@P)2}" }
words=(waybill disk ''); CURRENT=3; _waybill; print "$_comps[waybill]"`

    expect(await lines('zsh', ['-f'], code)).toEqual([`prepare:${COMMANDS['disk prepare']?.summary}`, '_waybill'])
  })

  it('fish completes a command line, with what the words mean', async () => {
    const code = `source '${folder}/script.fish'; complete -C 'waybill list --state canc'`

    expect(await lines('fish', ['--no-config'], code)).toEqual(['cancelled\tIn this state'])
  })
})
