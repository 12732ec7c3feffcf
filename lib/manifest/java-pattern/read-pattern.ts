import { readClass } from './character-class.ts'
import { type Groups, readEscape } from './escape.ts'
import {
  closed,
  type Extent,
  followedBy,
  isLimited,
  NOTHING,
  ONE,
  oneOf,
  type Repetition,
  repeated,
  repeatedGroup,
  UNCOUNTED,
} from './extent.ts'
import { type GroupKind, readGroupHead } from './group.ts'
import { type Mistake, PatternRefused } from './mistake.ts'
import { END, type Flags, PatternReader } from './pattern-reader.ts'
import { readProperty } from './property.ts'
import { isRepetitionSign, readRepetition } from './repetition.ts'

/** A pattern that Java accepts, or the first thing for which Java refuses it. */
export type PatternReading = { readonly groups: Groups } | { readonly mistake: Mistake }

/**
 * Reads a pattern by the grammar of `java.util.regex.Pattern` in Java 17. Takes any text, never throws, and needs time and
 * memory linear in its length. What Java accepts has no mistake. Names in `\N{…}` are not looked up.
 *
 * @example
 * readPattern('*.psd') // { mistake: { name: 'nothingToRepeat', at: 0, found: '*' } }
 */
export const readPattern = (pattern: string): PatternReading => {
  try {
    return { groups: new PatternParser(pattern).parse() }
  } catch (error) {
    if (error instanceof PatternRefused) return { mistake: error.mistake }
    throw error
  }
}

/** A group that is open, or the pattern as a whole. */
interface Open {
  readonly kind: GroupKind
  readonly start: number
  /** The flags around it, which are in force again behind it. */
  readonly flags: Flags
  /** The alternatives that are complete. */
  alternatives: Extent[] | undefined
  /** What has been read of the alternative at hand. */
  extent: Extent
}

const groupExtent = (kind: GroupKind, inside: Extent, repetition: Repetition | undefined): Extent => {
  if (kind === 'capturing' || kind === 'other') return repetition ? repeatedGroup(inside, repetition) : inside
  const part = kind === 'atomic' ? closed(inside) : NOTHING
  return repetition ? repeated(part, repetition, false) : part
}

const CHARACTERS = { open: 0x28, close: 0x29, or: 0x7c, bracket: 0x5b, backslash: 0x5c, caret: 0x5e, dollar: 0x24 }
const [OPENING_BRACE, LOWER_P, UPPER_P] = [0x7b, 0x70, 0x50]

class PatternParser {
  readonly #reader: PatternReader
  readonly #open: Open[] = []
  readonly #names = new Set<string>()
  /** Lengths matter in look-behinds only. */
  readonly #hasLookbehind: boolean
  #groupCount = 0

  constructor(pattern: string) {
    this.#reader = new PatternReader(pattern)
    this.#hasLookbehind = pattern.includes('?<')
  }

  parse(): Groups {
    const reader = this.#reader
    let around = this.#begin('other', 0, reader.flags)
    for (;;) {
      const code = reader.peek()
      if (code === END && reader.isAtEnd()) break
      switch (code) {
        case CHARACTERS.open:
          around = this.#openGroup() ?? around
          break
        case CHARACTERS.close:
          around = this.#closeGroup(around)
          break
        case CHARACTERS.or:
          reader.next()
          around.alternatives ??= []
          around.alternatives.push(around.extent)
          around.extent = NOTHING
          break
        default:
          this.#addPart(around, code)
      }
    }
    if (this.#open.length > 1) throw new PatternRefused('groupNotClosed', around.start)
    return this.#groups()
  }

  #groups(): Groups {
    return { count: this.#groupCount, names: this.#names }
  }

  #begin(kind: GroupKind, start: number, flags: Flags): Open {
    const open: Open = { kind, start, flags, alternatives: undefined, extent: NOTHING }
    this.#open.push(open)
    return open
  }

  /** @returns the group, unless the parenthesis held flags only */
  #openGroup(): Open | undefined {
    const reader = this.#reader
    const { flags, cursor } = reader
    const start = reader.offsetOf(cursor)
    const { kind, name } = readGroupHead(reader)
    if (kind === 'flags') return undefined
    if (kind === 'capturing') this.#groupCount++
    if (name !== undefined) {
      if (this.#names.has(name)) throw new PatternRefused('groupNameTwice', start, name)
      this.#names.add(name)
    }
    return this.#begin(kind, start, flags)
  }

  /** @returns the group around it */
  #closeGroup(group: Open): Open {
    const reader = this.#reader
    this.#open.pop()
    const around = this.#open.at(-1)
    if (!around) throw new PatternRefused('groupNotOpened', reader.offsetOf(reader.cursor))

    const { kind, start, flags, alternatives, extent } = group
    const whole = alternatives ? oneOf([...alternatives, extent]) : extent
    if (kind === 'look-behind' && !isLimited(whole)) throw new PatternRefused('lookbehindLength', start)
    reader.cursor++
    reader.flags = flags

    const repetition = readRepetition(reader)
    if (this.#hasLookbehind) around.extent = followedBy(around.extent, groupExtent(kind, whole, repetition))
    return around
  }

  #addPart(around: Open, code: number): void {
    const { extent, isCharacter } = this.#readPart(code)
    const repetition = readRepetition(this.#reader)
    if (!this.#hasLookbehind) return
    around.extent = followedBy(around.extent, repetition ? repeated(extent, repetition, isCharacter) : extent)
  }

  /** Everything except groups. */
  #readPart(code: number): { extent: Extent; isCharacter: boolean } {
    const reader = this.#reader
    const { canonical } = reader.flags
    const ofClass = { extent: canonical ? UNCOUNTED : ONE, isCharacter: !canonical }
    switch (code) {
      case CHARACTERS.bracket:
        readClass(reader)
        return ofClass
      case CHARACTERS.caret:
      case CHARACTERS.dollar:
        reader.next()
        return { extent: NOTHING, isCharacter: false }
      case CHARACTERS.backslash: {
        const letter = reader.codeAt(reader.cursor + 1)
        if (letter === LOWER_P || letter === UPPER_P) {
          reader.cursor += 2
          readProperty(reader)
          return ofClass
        }
        const { extent, isOfClass } = readEscape(reader, this.#groups())
        return { extent, isCharacter: isOfClass }
      }
      // A repetition of nothing, such as {2} at the start, is one of the empty text to Java.
      case OPENING_BRACE:
        return { extent: NOTHING, isCharacter: false }
      default:
        if (isRepetitionSign(code)) {
          const at = reader.offsetOf(reader.cursor)
          throw new PatternRefused('nothingToRepeat', at, String.fromCodePoint(code))
        }
        reader.next()
        return { extent: ONE, isCharacter: true }
    }
  }
}
