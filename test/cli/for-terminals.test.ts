import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Command, Io, Output } from '../../lib/cli/command.ts'
import { CommandError } from '../../lib/cli/command-error.ts'
import { forTerminals, printable, printableInColumns } from '../../lib/cli/for-terminals.ts'
import { main } from '../../lib/cli/main.ts'
import { commandIo } from '../support/command-io.ts'

/** What a terminal obeys, or shows elsewhere than it stands: titles, clipboards, moves, colours that hide, other directions. */
const EVIL = [
  '\u001b]0;title\u0007',
  '\u001b]52;c;Y2FsYw==\u001b\\',
  '\u001b[2J',
  '\u001b[H\u001b[2J',
  '\r\u001b[K',
  '\u001b[8m',
  '\u001b[38;5;0m',
  '\u009b31m',
  '\u0090q',
  '\rover what stands there',
  '\b\b\b',
  '\0',
  '\u007f',
  '\u2028',
  '\u202egnp.exe',
  '\u2066',
  '\ufeff',
]
const steers = (text: string) => /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\ufeff\u202a-\u202e\u2066-\u2069]/u.test(text)

// What follows an escape: of our colours.
const OURS = new RegExp(`${'\u001b'}\\[(?:0|1|2|31|32|33)m|\\r\\n`, 'g')
const withoutOurs = (text: string) => text.replace(OURS, '')

const written = () => {
  let text = ''
  const output = (isTerminal: boolean): Output => ({
    isTerminal,
    write: more => {
      text += more
    },
  })
  return { output, text: () => text }
}

/** What each stream of a command gets to show of a text. */
const shownOf = (write: (io: Io) => void, isTerminal: boolean) => {
  const [out, err] = [written(), written()]
  write(forTerminals(commandIo({ stdout: out.output(isTerminal), stderr: err.output(isTerminal) })))
  return { out: out.text(), err: err.text() }
}

describe('a terminal', () => {
  it.each(EVIL)('obeys nothing that others wrote: %j', evil => {
    const { out, err } = shownOf(({ stdout, stderr }) => {
      stdout.write(`of a server: ${evil}\n`)
      stderr.write(`waybill show: ${evil}\n`)
    }, true)

    expect(out).toMatch(/^of a server: .*\n$/u)
    expect(err).toMatch(/^waybill show: .*\n$/u)
    expect([out, err].filter(steers)).toEqual([])
  })

  it('obeys nothing in any text, and shows all of it that steers nothing', () => {
    const text = fc.string({ unit: fc.oneof(fc.constantFrom(...EVIL), fc.string({ unit: 'binary' })) })
    fc.assert(
      fc.property(text, some => {
        const { out, err } = shownOf(io => [io.stdout, io.stderr].map(stream => stream.write(`.${some}`)), true)

        expect(steers(withoutOurs(out))).toBe(false)
        expect(err).toBe(out)
        if (!steers(some)) expect(out).toBe(`.${some}`)
      }),
    )
  })

  it.each(['\u001b[31merror\u001b[0m\n', '\r\u001b[K3 of 5 …', '\u001b[H\u001b[2JJOB  STATE\n', 'a\r\n', 'a\tb\n'])(
    'obeys what is ours: %j',
    ours => {
      expect(shownOf(({ stdout }) => stdout.write(ours), true).out).toBe(ours)
    },
  )

  it.each(EVIL)(
    'is not meant where results go to a program or a file, and messages are safe all the same: %j',
    evil => {
      const { out, err } = shownOf(io => [io.stdout, io.stderr].map(stream => stream.write(`.${evil}\n`)), false)

      expect(out).toBe(`.${evil}\n`)
      expect(steers(err)).toBe(false)
    },
  )
})

describe('every command', () => {
  const evil = EVIL.join(' ')
  const starting = (command: Command) => ({ version: '1.2.3', checkout: { start: async () => command } })

  const writing = (output: Output) => {
    output.write(evil)
    return 0
  }

  it.each<[string, Command]>([
    ['prints to such a stream', { run: async ({ io }) => writing(io.stdout) }],
    ['complains to such a stream', { run: async ({ io }) => writing(io.stderr) }],
    ['fails with a safe message', { run: () => Promise.reject(new CommandError(evil)) }],
  ])('%s', async (_does, command) => {
    const [out, err] = [written(), written()]

    await main(['start'], commandIo({ stdout: out.output(true), stderr: err.output(true) }), starting(command))

    expect((out.text() + err.text()).length).toBeGreaterThan(50)
    expect(steers(out.text() + err.text())).toBe(false)
  })

  it('repeats of a mistyped command line nothing that steers', async () => {
    const err = written()

    await main([`sub${evil}`, `--${evil}`], commandIo({ stderr: err.output(true) }), starting({ run: async () => 0 }))

    expect(err.text()).not.toBe('')
    expect(steers(err.text())).toBe(false)
  })
})

describe('a text in a table', () => {
  it.each(EVIL)('is of one line, and steers nothing: %j', evil => {
    expect(steers(printable(`${evil}\n\t`))).toBe(false)
    expect(printable(`a${evil}\r\nb`)).not.toMatch(/[\n\t]/)
    expect(printableInColumns(`a${evil}\n\tb`)).toHaveLength(`a${evil}\n\tb`.length)
  })
})
