import { codesOf, unquote } from './unquote.ts'

/** What the flags in force change for a parser; the others change only what is found. */
export interface Flags {
  /** `x`: blanks and comments count for nothing. */
  readonly comments: boolean
  /** `d`: only a line feed ends a line. */
  readonly unixLines: boolean
  /** `c`: a class has no certain length, since it finds decomposed characters too. */
  readonly canonical: boolean
  /** `U`: `\p{…}` takes the names of POSIX in any spelling. */
  readonly unicodeClasses: boolean
}

const NO_FLAGS: Flags = { comments: false, unixLines: false, canonical: false, unicodeClasses: false }

const HASH = 0x23

/** Stands for the end of the pattern; `isAtEnd` distinguishes it from a NUL within. */
export const END = 0

const isSpace = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d)

/**
 * Reads a pattern character by character. With the flag `x`, blanks and comments are passed over wherever a token may begin,
 * which is also within classes and behind `(?`, but not behind a backslash.
 */
export class PatternReader {
  flags = NO_FLAGS
  /** The next character's number. */
  cursor = 0
  readonly #codes: readonly number[]
  readonly #offsets: readonly number[]
  readonly #pattern: string

  constructor(pattern: string) {
    const given = codesOf(pattern)
    const { codes, offsets } = pattern.includes('\\Q') ? unquote(given) : given
    this.#codes = codes
    this.#offsets = offsets
    this.#pattern = pattern
  }

  get length(): number {
    return this.#codes.length
  }

  /** The character at a place, without blanks and comments passed over; END beyond the last. */
  codeAt(place: number): number {
    return this.#codes[place] ?? END
  }

  isAtEnd(): boolean {
    return this.cursor >= this.#codes.length
  }

  /** The next character; it stays the next one. */
  peek(): number {
    if (this.flags.comments) this.#passComments()
    return this.codeAt(this.cursor)
  }

  /** Passes over one character and peeks. */
  next(): number {
    this.cursor++
    return this.peek()
  }

  /** Takes the next character. */
  read(): number {
    const code = this.peek()
    this.cursor++
    return code
  }

  /** Where a character stands in the pattern as it was given. */
  offsetOf(place: number): number {
    return this.#offsets[place] ?? this.#pattern.length
  }

  /** The pattern as it was given, from one place to another. */
  textBetween(start: number, end: number): string {
    return this.#pattern.slice(this.offsetOf(start), this.offsetOf(end))
  }

  /** The characters from one place to another as they are read: without the signs that quote them. */
  charactersBetween(start: number, end: number): string {
    let characters = ''
    for (let place = start; place < end; place++) characters += String.fromCodePoint(this.codeAt(place))
    return characters
  }

  #passComments(): void {
    for (let code = this.codeAt(this.cursor); ; code = this.codeAt(this.cursor)) {
      if (isSpace(code)) this.cursor++
      else if (code === HASH) this.#passLine()
      else return
    }
  }

  /** To the character that ends the line: it is a blank itself, or stays the next one. */
  #passLine(): void {
    let code: number
    do code = this.codeAt(++this.cursor)
    while (code !== END && !this.#endsLine(code))
  }

  #endsLine(code: number): boolean {
    if (code === 0x0a) return true
    return !this.flags.unixLines && (code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029)
  }
}
