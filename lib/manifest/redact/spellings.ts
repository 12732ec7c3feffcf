/** A text in one of its spellings; each of its characters knows which stretch of the original it stands for. */
export interface Spelling {
  readonly text: string
  /** Offsets into the original, one a character of `text`. */
  readonly from: readonly number[]
  /** The end of the same stretch, exclusive. */
  readonly to: readonly number[]
}

/** What is escaped more often than that was escaped to hide it. */
const MOST_LAYERS = 3

const ESCAPE =
  /(?:%[0-9a-f]{2})+|&#(?:\d{1,7}|x[0-9a-f]{1,6});|&(?:amp|lt|gt|quot|apos|nbsp);|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\[\s\S]/gi
const MAY_BE_ESCAPED = /[%&\\]/

/**
 * A text as it stands, and with its escapes undone, layer by layer: URL-encoding, references of XML, JSON's and shells'
 * backslashes. In each spelling upper and lower case, one blank and several, `+` and a blank, one quote and two are the same.
 */
export const spellingsOf = (text: string): Spelling[] => {
  let layer: Spelling = {
    text,
    from: Array.from({ length: text.length }, (_, index) => index),
    to: Array.from({ length: text.length }, (_, index) => index + 1),
  }
  const spellings = [plain(layer)]
  for (let depth = 0; depth < MOST_LAYERS && MAY_BE_ESCAPED.test(layer.text); depth++) {
    const next = undone(layer)
    if (next.text === layer.text) break
    layer = next
    spellings.push(plain(layer))
  }
  return spellings
}

/** Replaces every match, and keeps where the rest stood. */
const replaced = (layer: Spelling, pattern: RegExp, replace: (match: string) => string): Spelling => {
  const parts: string[] = []
  const from: number[] = []
  const to: number[] = []
  const copy = (start: number, end: number) => {
    parts.push(layer.text.slice(start, end))
    for (let index = start; index < end; index++) {
      from.push(layer.from[index] ?? 0)
      to.push(layer.to[index] ?? 0)
    }
  }
  let done = 0
  for (const { 0: match, index } of layer.text.matchAll(pattern)) {
    copy(done, index)
    done = index + match.length
    const other = replace(match)
    parts.push(other)
    for (let count = 0; count < other.length; count++) {
      from.push(layer.from[index] ?? 0)
      to.push(layer.to[done - 1] ?? 0)
    }
  }
  copy(done, layer.text.length)
  return { text: parts.join(''), from, to }
}

const undone = (layer: Spelling) => replaced(layer, ESCAPE, unescaped)

/**
 * The texts of the same spellings, without the stretches that their characters stand for: a small part of the work, and
 * all that most texts need, in which nothing is found.
 */
export const spelledTexts = (text: string): string[] => {
  let layer = text
  const texts = [plainText(layer)]
  for (let depth = 0; depth < MOST_LAYERS && MAY_BE_ESCAPED.test(layer); depth++) {
    const next = layer.replace(ESCAPE, written => unescaped(written))
    if (next === layer) break
    layer = next
    texts.push(plainText(layer))
  }
  return texts
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' }

const unescaped = (written: string): string => {
  if (written.startsWith('%')) return Buffer.from(written.replaceAll('%', ''), 'hex').toString('utf8')
  if (written.startsWith('&#')) {
    const code = /x/i.test(written) ? Number.parseInt(written.slice(3), 16) : Number.parseInt(written.slice(2), 10)
    return code <= 0x10ffff ? String.fromCodePoint(code) : written
  }
  if (written.startsWith('&')) return NAMED[written.slice(1, -1).toLowerCase()] ?? written
  if (/^\\[ux]/i.test(written) && written.length > 2) return String.fromCharCode(Number.parseInt(written.slice(2), 16))
  const escaped = written.slice(1)
  return CONTROLS[escaped] ?? escaped
}

const plain = (layer: Spelling): Spelling => {
  const spelling = replaced(layer, /[\s\u00a0+]+|''+/g, match => (match.startsWith("'") ? "'" : ' '))
  return { ...spelling, text: lowered(spelling.text) }
}

const plainText = (text: string) => lowered(text.replace(/[\s\u00a0+]+/g, ' ').replace(/''+/g, "'"))

/** Lower case may have another length (`İ`), and then nothing would stand where it stood. */
const lowered = (text: string) => {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text
}
