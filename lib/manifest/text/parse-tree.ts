import type { DiagnosticCode } from '../diagnostics/codes.ts'
import type { MessageParams, RawDiagnostic, RawFix } from '../diagnostics/raw-diagnostic.ts'
import { characterName } from './characters.ts'
import { documentLines } from './document-lines.ts'
import { type Frame, frameOf } from './frame.ts'
import { contentLines, isBlank, type Line, lineWithEnd, skipBlanks } from './lines.ts'
import { nothingAt, type Pair, splitPair } from './pair.ts'
import { readScalar } from './scalar.ts'
import { withTabFix } from './tab-fix.ts'
import { type Entry, emptyMap, type Item, type ListNode, type MapNode, pointerStep, type Scalar } from './tree.ts'

/** The language itself nests three deep (`operations`, an entry, its options); unknown options may go further. */
const DEEPEST = 12

const HASH = 35
const DASH = 45
const GREATER = 62
const BAR = 124
const BYTE_ORDER_MARK = 0xfeff
const TAB = '\t'
const NAME = /^[\w.-]+$/
const BLOCK_SIGN = /^[|>][+-]?\d?[+-]?$/
const ODD_BLANKS = /^[\s\u200b]+/

export interface ParsedTree {
  /** Empty where the text has no option at all. */
  readonly root: MapNode
  readonly lines: readonly Line[]
  readonly diagnostics: readonly RawDiagnostic[]
}

/**
 * Text into a tree, by indentation, in one pass and without recursion. Continues after every diagnostic: a line with an incorrect
 * indentation belongs to the map above it, a line that is not an option is left out.
 */
export const parseTree = (text: string): ParsedTree => {
  const parser = new TreeParser(text)
  const { lines, diagnostics } = documentLines(text, contentLines(text))
  parser.diagnostics.push(...diagnostics)
  for (const line of lines) parser.add(line)
  const withTabs = parser.diagnostics.some(({ code }) => code === 'TAB_INDENT')
  return {
    root: parser.root,
    lines,
    diagnostics: withTabs ? withTabFix(text, lines, parser.diagnostics) : parser.diagnostics,
  }
}

class TreeParser {
  readonly root = emptyMap()
  readonly diagnostics: RawDiagnostic[] = []
  readonly #text: string
  readonly #hasTabs: boolean
  readonly #stack: Frame[] = []
  /** Whether this line's indentation has a tab, or the line's before it. */
  #tabs: 'none' | 'before' | 'here' = 'none'

  constructor(text: string) {
    this.#text = text
    this.#hasTabs = text.includes(TAB)
  }

  add(read: Line): void {
    const line = this.#checkIndentation(read)
    const { start, content, end } = line
    // Blank to the eye: reported already, and no option.
    if (content === end) return
    const indent = content - start
    if (this.#stack.length === 0) this.#stack.push(frameOf(this.root, indent, [indent], ''))
    if (this.#isInBlock(indent)) return

    const isItem = this.#startsItem(line)
    const pair = isItem ? undefined : splitPair(this.#text, content, end)
    if (!isItem && !pair) {
      const around = this.#stack.findLast(frame => frame.indent <= indent)
      const isInList = around?.indent === indent && around.node.is === 'list'
      this.#report(isInList ? 'ITEM_EXPECTED' : 'NOT_A_PAIR', content, end, around?.pointer ?? '')
      return
    }
    const frame = this.#frameFor(line, indent, isItem)
    if (!pair) this.#addItem(frame, line)
    else if (frame.node.is === 'map') this.#addEntry(frame, frame.node, pair, end)
    else this.#report('ITEM_EXPECTED', content, end, frame.pointer)
  }

  /** The frame that a line belongs to, opened if the line is the first of its own. */
  #frameFor(line: Line, indent: number, isItem: boolean): Frame {
    let left: Frame | undefined
    let frame = this.#top()
    while (indent < frame.indent && this.#stack.length > 1) {
      left = frame
      this.#stack.pop()
      frame = this.#top()
    }

    if (indent === frame.indent) {
      // A list may stand at the very column of the key that it belongs to.
      if (isItem && frame.node.is === 'map' && frame.hole) return this.#open(frame, indent, true, line)
      const parent = this.#stack.at(-2)
      if (!isItem && frame.node.is === 'list' && parent?.indent === indent && parent.node.is === 'map') {
        this.#stack.pop()
        return parent
      }
      return frame
    }
    if (indent > frame.indent && frame.hole && !left) return this.#open(frame, indent, isItem, line)

    const { node, pointer, columns } = left ?? frame
    if (!columns.includes(indent)) {
      // What a tab is worth is anybody's guess, and it has been reported already.
      if (this.#tabs === 'none') this.#report('WRONG_INDENT', line.content, line.end, frame.pointer)
      columns.push(indent)
    }
    if (indent < frame.indent) {
      frame.indent = indent
      return frame
    }
    // Lines that follow at this column belong to the same node.
    const alias = frameOf(node, indent, columns, pointer)
    this.#stack.push(alias)
    return alias
  }

  /** Makes a map or a list the value of the option above. */
  #open(frame: Frame, indent: number, isList: boolean, line: Line): Frame {
    const { hole } = frame
    const node: MapNode | ListNode = isList ? { is: 'list', items: [] } : emptyMap()
    if (hole && this.#stack.length <= DEEPEST) hole.owner.value = node
    else if (this.#stack.length === DEEPEST + 1) this.#report('NESTED_TOO_DEEP', line.content, line.end, frame.pointer)
    frame.hole = undefined
    const opened = frameOf(node, indent, [indent], hole?.pointer ?? frame.pointer)
    this.#stack.push(opened)
    return opened
  }

  /** Is this a line of a text of several lines, as YAML has them? That is reported once, and its lines left out. */
  #isInBlock(indent: number): boolean {
    const frame = this.#top()
    const { blockSign } = frame
    if (frame.isSkipped) return indent >= frame.indent
    if (!blockSign || indent <= frame.indent) return false

    const { key, sign } = blockSign
    this.#report('MULTI_LINE_VALUE', sign.start, sign.end, frame.pointer + pointerStep(key), { key, sign: sign.text })
    this.#stack.push({ ...frameOf(emptyMap(), indent, [], frame.pointer), isSkipped: true })
    return true
  }

  #addItem(frame: Frame, line: Line): void {
    let list = frame
    if (frame.node.is === 'map') {
      this.#report('ITEM_UNEXPECTED', line.content, line.end, frame.pointer)
      const { indent, columns, pointer } = frame
      list = frameOf({ is: 'list', items: [] }, indent, columns, pointer)
      this.#stack.push(list)
    }
    const { node } = list
    if (node.is !== 'list') return

    const afterDash = skipBlanks(this.#text, line.content + 1, line.end)
    const start = afterDash + this.#oddBlanksAt(afterDash, line.end)
    const pointer = list.pointer + pointerStep(node.items.length)
    const scalar = readScalar(this.#text, start, line.end)
    const item: Item = { value: scalar, start, end: line.end }
    node.items.push(item)
    list.hole = start === line.end ? { owner: item, pointer } : undefined
    const pair = scalar.quoted ? undefined : this.#pairInItem(start, line.end)
    if (!pair) return

    const map = emptyMap()
    item.value = map
    const indent = start - line.start
    const opened = frameOf(map, indent, [indent], pointer)
    this.#stack.push(opened)
    this.#addEntry(opened, map, pair, line.end)
  }

  #addEntry(frame: Frame, map: MapNode, { key, colon }: Pair, end: number): void {
    const from = skipBlanks(this.#text, colon + 1, end)
    const value = from === end ? nothingAt(colon + 1) : readScalar(this.#text, from, end)
    const entry: Entry = { key, value }
    const mayHoldLines = from === end || (from > colon + 1 && !value.quoted && this.#text.charCodeAt(from) === HASH)
    frame.hole = mayHoldLines ? { owner: entry, pointer: frame.pointer + pointerStep(key.text) } : undefined
    frame.blockSign = this.#isBlockSign(value) ? { key: key.text, sign: value } : undefined

    if (key.end < colon && !key.quoted && from === colon + 1) {
      const fix = { title: 'Remove the blank before the colon', edits: [{ start: key.end, end: colon, text: '' }] }
      const pointer = frame.pointer + pointerStep(key.text)
      this.#report('BLANK_BEFORE_COLON', key.end, colon + 1, pointer, { key: key.text }, fix)
    }
    const first = map.entries.get(key.text)
    if (key.text === '') this.#report('OPTION_WITHOUT_NAME', key.start, end, frame.pointer)
    else if (first)
      this.#report(
        'OPTION_TWICE',
        key.start,
        key.end,
        frame.pointer + pointerStep(key.text),
        { key: key.text, other: first.key.start },
        this.#repetitionFix(first, entry),
      )
    else map.entries.set(key.text, entry)
  }

  #isBlockSign({ text, quoted, start }: Scalar): boolean {
    const first = this.#text.charCodeAt(start)
    return (first === BAR || first === GREATER) && !quoted && BLOCK_SIGN.test(text)
  }

  /** Where both say the same, the second line can go. */
  #repetitionFix({ value: first }: Entry, { key, value }: Entry): RawFix | undefined {
    if (first.is !== 'scalar' || value.is !== 'scalar' || value.text === '' || first.text !== value.text)
      return undefined
    return { title: 'Remove the repeated line', edits: [{ ...lineWithEnd(this.#text, key.start), text: '' }] }
  }

  /** An item may be a text with a colon, such as the pattern `(?:tmp|bak)$`; a pair has a name or a blank after the colon. */
  #pairInItem(start: number, end: number): Pair | undefined {
    const pair = splitPair(this.#text, start, end)
    if (!pair || pair.key.text === '') return undefined
    const { key, colon } = pair
    const hasBlankAfter = colon + 1 === end || isBlank(this.#text.charCodeAt(colon + 1))
    return key.quoted || hasBlankAfter || NAME.test(key.text) ? pair : undefined
  }

  /** `- ` or a dash alone begins an item. A dash that touches its text does so too where a list is expected, which is reported. */
  #startsItem({ start, content, end }: Line): boolean {
    const text = this.#text
    if (text.charCodeAt(content) !== DASH) return false
    if (content + 1 === end || isBlank(text.charCodeAt(content + 1))) return true
    if (this.#oddBlanksAt(content + 1, end) > 0) {
      this.#oddBlank(content + 1, end)
      return true
    }
    const frame = this.#stack.findLast(({ indent }) => indent <= content - start)
    if (!frame || (!frame.hole && frame.node.is === 'map') || !/[a-z]/i.test(text.charAt(content + 1))) return false
    const edits = [{ start: content + 1, end: content + 1, text: ' ' }]
    this.#report('DASH_WITHOUT_BLANK', content, end, frame.pointer, undefined, {
      title: 'Put a blank behind the dash',
      edits,
    })
    return true
  }

  /** Unusual blanks count as indentation, which they are meant to be. */
  #checkIndentation(line: Line): Line {
    const { start, content, end } = line
    const text = this.#text
    const hasTab = this.#hasTabs && content > start && text.slice(start, content).includes(TAB)
    // One diagnostic for a run of lines.
    if (hasTab && this.#tabs !== 'here') this.#report('TAB_INDENT', start, content, '')
    if (hasTab) this.#tabs = 'here'
    else this.#tabs = this.#tabs === 'here' ? 'before' : 'none'
    if (text.charCodeAt(content) <= 0x7f) return line
    // The mark of a file that was put behind another one is reported as the character that it is.
    if (text.charCodeAt(content) === BYTE_ORDER_MARK) return { start: start + 1, content: content + 1, end }
    const blanks = this.#oddBlanksAt(content, end)
    if (blanks > 0) this.#oddBlank(content, end)
    return { start, content: content + blanks, end }
  }

  #oddBlanksAt(start: number, end: number): number {
    if (start >= end || this.#text.charCodeAt(start) <= 0x7f) return 0
    return ODD_BLANKS.exec(this.#text.slice(start, end))?.[0].length ?? 0
  }

  #oddBlank(start: number, lineEnd: number): void {
    const end = start + this.#oddBlanksAt(start, lineEnd)
    const edits = [{ start, end, text: end === lineEnd ? '' : ' '.repeat(end - start) }]
    const params = { blank: characterName(this.#text, start) }
    this.#report('ODD_BLANK', start, end, '', params, { title: 'Write ordinary blanks', edits })
  }

  #top(): Frame {
    const frame = this.#stack.at(-1)
    if (!frame) throw new TypeError('The root frame is never left.')
    return frame
  }

  #report(
    code: DiagnosticCode,
    start: number,
    end: number,
    pointer: string,
    params?: MessageParams,
    fix?: RawFix,
  ): void {
    this.diagnostics.push({ code, start, end, pointer, ...(params && { params }), ...(fix && { fix }) })
  }
}
