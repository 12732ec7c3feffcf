/**
 * How long the text is that a part of a pattern finds, as far as Java looks: in a look-behind it must have a limit. Java adds
 * lengths as 32-bit numbers and takes an overflow for "no limit", so `(?<=a*?)` passes and `(?<=ba*?)` does not. A pattern that
 * Java takes must not be refused here, so the sums are Java's.
 */
export interface Extent {
  /** The longest text, as a 32-bit number. */
  readonly longest: number
  readonly isEndless: boolean
  /** The sums on the way to it that must not overflow. */
  readonly sums: readonly Sum[]
  /** Finds texts of one length in one way only; a repeated group of another kind is endless. */
  readonly isFixed: boolean
  /** The longest text since the last alternatives, if there are any: behind them Java counts anew. */
  readonly sinceBranch?: number
}

interface Sum {
  readonly before: number
  readonly added: number
}

const MOST = 0x7fffffff
const MOST_SUMS = 30

const fixed = (longest: number): Extent => ({ longest, isEndless: false, sums: [], isFixed: true })

export const NOTHING = fixed(0)
export const ONE = fixed(1)
export const LINE_END = fixed(2)
/** `\X`, and classes with the flag `c`. */
export const UNCOUNTED: Extent = { ...NOTHING, isFixed: false }
export const BACK_REFERENCE: Extent = { ...NOTHING, isEndless: true }
const ENDLESS: Extent = { ...BACK_REFERENCE, isFixed: false }

export const isLimited = ({ isEndless, sums }: Extent) => !isEndless && !sums.some(overflows)

/** Both numbers have 32 bits and a sign; the sum is less than its first part. */
const overflows = ({ before, added }: Sum) => ((before + added) | 0) < before

/** One part behind another. */
export const followedBy = (first: Extent, second: Extent): Extent => {
  if (first === NOTHING) return second
  if (second === NOTHING) return first
  const before = first.sinceBranch ?? first.longest
  const later = second.sums.map(sum => ({ ...sum, before: (sum.before + before) | 0 }))
  const isCounted = first.sinceBranch === undefined
  const extent = {
    longest: (first.longest + second.longest) | 0,
    isEndless: first.isEndless || second.isEndless || (!isCounted && later.some(overflows)),
    sums: isCounted ? [...first.sums, ...later].slice(0, MOST_SUMS) : first.sums,
    isFixed: first.isFixed && second.isFixed,
  }
  if (second.sinceBranch !== undefined) return { ...extent, sinceBranch: second.sinceBranch }
  return isCounted ? extent : { ...extent, sinceBranch: (before + second.longest) | 0 }
}

/** Alternatives, each counted from 0. */
export const oneOf = (alternatives: readonly Extent[]): Extent => ({
  longest: alternatives.reduce((longest, one) => Math.max(longest, one.longest), 0),
  isEndless: !alternatives.every(isLimited),
  sums: [],
  isFixed: false,
  sinceBranch: 0,
})

export interface Repetition {
  readonly least: number
  /** `undefined`: without end */
  readonly most: number | undefined
  readonly mode: 'greedy' | 'lazy' | 'possessive'
}

/** A single character, or a part that finds the empty text, repeated. */
export const repeated = (part: Extent, repetition: Repetition, isCharacter: boolean): Extent => {
  const { least, most, mode } = repetition
  if (isOptional(repetition)) return { ...part, isFixed: false }
  // Java counts the fast form of x* as one sum that may overflow unnoticed.
  if (isCharacter && most === undefined && mode === 'greedy') return { ...UNCOUNTED, longest: MOST }
  return times(part, least, most)
}

/** A group that is counted as one part: behind it Java goes on counting from what stands before it. */
export const closed = ({ sinceBranch, ...extent }: Extent): Extent => extent

/** A group, repeated. */
export const repeatedGroup = (group: Extent, repetition: Repetition): Extent => {
  const { least, most, mode } = repetition
  if (isOptional(repetition)) {
    return mode === 'possessive' ? { ...closed(group), isFixed: false } : oneOf([group, NOTHING])
  }
  return mode === 'possessive' || group.isFixed ? times(group, least, most) : ENDLESS
}

const isOptional = ({ least, most }: Repetition) => least === 0 && most === 1

const times = (part: Extent, least: number, most = MOST): Extent => {
  const longest = Math.imul(part.longest, most)
  const isFixed = part.isFixed && least === most
  return { longest, isEndless: !isLimited(part), sums: [{ before: 0, added: longest }], isFixed }
}
