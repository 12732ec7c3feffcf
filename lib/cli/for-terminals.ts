import type { Io, Output } from './command.ts'

/** What no reader sees and a terminal obeys, or shows in another order than it stands there. Not: the ends of lines, and tabs. */
const STEERING = /(?![\n\t])\p{Cc}|[\p{Zl}\p{Zp}\ufeff\u202a-\u202e\u2066-\u2069]/gu
const SHOWN_INSTEAD = '\ufffd'

/** The same text, of one line, with nothing that steers a terminal. */
export const printable = (text: string): string => visible(text.replace(/[\t\r\n]+/g, ' '))

/** The same, as many characters long. */
export const printableInColumns = (text: string): string => visible(text.replace(/[\t\n]/g, ' '))

const visible = (text: string) => text.replace(STEERING, SHOWN_INSTEAD)

/**
 * Where commands write to. What comes from a server, a service or a file may hold what changes the title of a terminal, its
 * clipboard, or what it shows of other lines: no terminal gets it. Messages are for people wherever they go; results go as
 * they are to programs and files.
 */
export const forTerminals = (io: Io): Io => ({
  ...io,
  stdout: guarded(io.stdout, () => io.stdout.isTerminal),
  stderr: guarded(io.stderr, () => true),
})

const guarded = (output: Output, isForPeople: () => boolean): Output => ({
  // Whether a stream is a terminal takes time to know, and most texts have nothing of it.
  write: text => output.write(text.search(STEERING) >= 0 && isForPeople() ? withOursAlone(text) : text),
  get isTerminal() {
    return output.isTerminal
  },
})

const ESCAPE = '\u001b'
/** What clears a line or the screen, before what is written there. */
const CLEARED_FIRST = new RegExp(`^(?:\\r${ESCAPE}\\[K|${ESCAPE}\\[H${ESCAPE}\\[2J)`)
/** Our colours, and ends of lines. */
const OURS = new RegExp(`^(?:${ESCAPE}\\[(?:0|1|2|31|32|33)m|\\r\\n)$`)
const OURS_OR_STEERING = new RegExp(`${ESCAPE}\\[\\d+m|\\r\\n|${STEERING.source}`, 'gu')

const withOursAlone = (text: string): string => {
  const [first = ''] = CLEARED_FIRST.exec(text) ?? []
  const rest = text.slice(first.length)
  return first + rest.replace(OURS_OR_STEERING, found => (OURS.test(found) ? found : visible(found)))
}
