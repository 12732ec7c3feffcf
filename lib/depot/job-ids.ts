import type { RandomBytes } from '../system.ts'

/** 1-9 and A-Z without O, so that 0 and O cannot be confused on a label (Developer Guide of 2009, "SIGNATURE file"). */
const SYMBOLS = '123456789ABCDEFGHIJKLMNPQRSTUVWXYZ'
const LENGTH = 5

/** The largest multiple of the number of symbols that a byte can hold: bytes from here on would favour the first ones. */
const FAIR_BYTES = 256 - (256 % SYMBOLS.length)

/** A job ID, each of the 34^5 as likely as any other. */
export const drawJobId = (randomBytes: RandomBytes): string => {
  let id = ''
  while (id.length < LENGTH) {
    for (const byte of randomBytes(LENGTH)) {
      if (byte < FAIR_BYTES && id.length < LENGTH) id += SYMBOLS[byte % SYMBOLS.length]
    }
  }
  return id
}

/**
 * The job ID that a caller may mean: case does not matter. `undefined` for any other text; a look-up with it would only
 * cost, and could be longer than a key may be.
 */
export const normalizeJobId = (text: string): string | undefined => (JOB_ID.test(text) ? text.toUpperCase() : undefined)

const JOB_ID = /^[1-9A-NP-Z]{5}$/i

/** Ends the ID that a validation answers with; no job ever has such an ID. */
export const VALIDATE_ONLY_SUFFIX = '-VALIDATE-ONLY'
