/**
 * Code 128's 107 patterns (ISO/IEC 15417): widths of bar, space, bar, … in modules. Values 0 to 95 are the printable
 * characters in code set B; 103 to 105 start a symbol, 106 ends it.
 */
export const PATTERNS: readonly string[] = [
  ...['212222', '222122', '222221', '121223', '121322', '131222', '122213', '122312', '132212', '221213'],
  ...['221312', '231212', '112232', '122132', '122231', '113222', '123122', '123221', '223211', '221132'],
  ...['221231', '213212', '223112', '312131', '311222', '321122', '321221', '312212', '322112', '322211'],
  ...['212123', '212321', '232121', '111323', '131123', '131321', '112313', '132113', '132311', '211313'],
  ...['231113', '231311', '112133', '112331', '132131', '113123', '113321', '133121', '313121', '211331'],
  ...['231131', '213113', '213311', '213131', '311123', '311321', '331121', '312113', '312311', '332111'],
  ...['314111', '221411', '431111', '111224', '111422', '121124', '121421', '141122', '141221', '112214'],
  ...['112412', '122114', '122411', '142112', '142211', '241211', '221114', '413111', '241112', '134111'],
  ...['111242', '121142', '121241', '114212', '124112', '124211', '411212', '421112', '421211', '212141'],
  ...['214121', '412121', '111143', '111341', '131141', '114113', '114311', '411113', '411311', '113141'],
  ...['114131', '311141', '411131', '211412', '211214', '211232', '2331112'],
]

const START_B = 104
const STOP = 106
const CHECK_MODULUS = 103
const FIRST_CHARACTER = 0x20

/** White space that a reader needs on each side, in modules. */
export const QUIET_ZONE = 10

/**
 * A text's symbol in code set B: widths in modules, bars and spaces in turn, a bar first, check character included.
 *
 * @throws RangeError for a character outside of printable ASCII: what goes into a barcode is ours, so that is a bug
 */
export const encodeCode128 = (text: string): readonly number[] => {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new RangeError(`Not a text for code set B: ${JSON.stringify(text)}`)
  const values = [START_B, ...[...text].map(character => character.charCodeAt(0) - FIRST_CHARACTER)]
  const check = values.reduce((sum, value, index) => sum + value * Math.max(index, 1), 0) % CHECK_MODULUS
  return [...values, check, STOP].flatMap(value => [...(PATTERNS[value] ?? '')].map(Number))
}

/** A symbol's length in modules, without quiet zones. */
export const modulesOf = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width, 0)
