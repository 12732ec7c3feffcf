/** The states whose ZIP codes begin with 0, by abbreviation and name, each with the digits that follow the zeros. */
const STATES: readonly (readonly [names: string, shortened: RegExp])[] = [
  ['ct connecticut', /^6\d{3}$/],
  ['ma massachusetts', /^(?:1\d{3}|2[0-7]\d{2}|5501|5544)$/],
  ['me maine', /^(?:39\d{2}|4\d{3})$/],
  ['nh new-hampshire', /^3[0-8]\d{2}$/],
  ['nj new-jersey', /^[78]\d{3}$/],
  ['ny new-york', /^(?:501|544|6390)$/],
  ['pr puerto-rico', /^[679]\d{2}$/],
  ['ri rhode-island', /^2[89]\d{2}$/],
  ['vi virgin-islands', /^8[0-5]\d$/],
  ['vt vermont', /^5\d{3}$/],
  ['ae', /^9\d{3}$/],
]

const DIGITS = 5

/** A ZIP code that has lost leading zeros. */
export interface ShortZip {
  /** How many are missing. */
  readonly lost: number
  /** The code with them, where the state agrees that they are what is missing. */
  readonly whole?: string
}

export const shortZip = (postalCode: string, state: string | undefined): ShortZip | undefined => {
  const [, digits, behind = ''] = /^(\d{3,4})(-\d{4})?$/.exec(postalCode) ?? []
  if (digits === undefined) return undefined
  const lost = DIGITS - digits.length
  const name = (state ?? '').trim().toLowerCase().replace(/\s+/g, '-')
  const isSure = STATES.some(([names, shortened]) => names.split(' ').includes(name) && shortened.test(digits))
  return isSure ? { lost, whole: '0'.repeat(lost) + digits + behind } : { lost }
}
