import CODES from 'i18n-iso-countries/codes.json' with { type: 'json' }
import ENGLISH from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import { once } from '../once.ts'

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string
  /** The name within a sentence, for example `the United States`. */
  readonly name: string
}

/**
 * The members of the European Union at the time of the guide's last edition (2018), and their parts with their own codes. The
 * United Kingdom left later; its addresses get no error.
 */
const EUROPEAN_UNION: ReadonlySet<string> = new Set([
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT'],
  ...['LU', 'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
  ...['AX', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT'],
])

/** The customs territory of the United States: Puerto Rico belongs to it, the other territories do not (19 CFR 7.2). */
const UNITED_STATES: ReadonlySet<string> = new Set(['US', 'PR'])

/** Countries and territories with the country code 1 that write numbers as the United States do. */
const NORTH_AMERICAN_NUMBERS: ReadonlySet<string> = new Set(['US', 'CA', 'AS', 'GU', 'MP', 'PR', 'VI'])

/** Names of countries within sentences, where ISO's own name does not fit, and other common names. */
const SPELLINGS: Readonly<Record<string, readonly [name: string, ...others: string[]]>> = {
  AE: ['the United Arab Emirates'],
  AT: ['Austria', 'Österreich'],
  BE: ['Belgium', 'Belgique', 'België'],
  BN: ['Brunei'],
  BQ: ['Bonaire, Sint Eustatius and Saba', 'Caribbean Netherlands', 'Bonaire'],
  BR: ['Brazil', 'Brasil'],
  BS: ['the Bahamas', 'The Bahamas'],
  CD: ['the Democratic Republic of the Congo', 'Congo - Kinshasa', 'DR Congo', 'DRC'],
  CF: ['the Central African Republic'],
  CG: ['the Republic of the Congo', 'Congo - Brazzaville'],
  CH: ['Switzerland', 'Schweiz', 'Suisse', 'Svizzera'],
  CN: ['China', 'P.R. China', 'PRC'],
  CZ: ['Czechia'],
  DE: ['Germany', 'Deutschland'],
  DK: ['Denmark', 'Danmark'],
  DO: ['the Dominican Republic'],
  ES: ['Spain', 'España'],
  FI: ['Finland', 'Suomi'],
  FK: ['the Falkland Islands', 'Falkland Islands'],
  FM: ['Micronesia'],
  GB: ['the United Kingdom', 'U.K.', 'England', 'Scotland', 'Wales', 'Northern Ireland'],
  GM: ['the Gambia'],
  GS: ['South Georgia and the South Sandwich Islands', 'South Georgia & South Sandwich Islands'],
  HK: ['Hong Kong', 'Hong Kong SAR China'],
  HM: ['Heard Island and McDonald Islands', 'Heard & McDonald Islands'],
  IE: ['Ireland', 'Republic of Ireland'],
  IR: ['Iran'],
  IT: ['Italy', 'Italia'],
  KR: ['South Korea', 'Korea'],
  LA: ['Laos'],
  MD: ['Moldova'],
  MF: ['Saint Martin'],
  MK: ['North Macedonia'],
  MM: ['Myanmar', 'Burma', 'Myanmar (Burma)'],
  MO: ['Macao', 'Macau', 'Macao SAR China'],
  NL: ['the Netherlands', 'Nederland', 'Holland'],
  NO: ['Norway', 'Norge'],
  PH: ['the Philippines'],
  PL: ['Poland', 'Polska'],
  PS: ['Palestine', 'Palestinian Territories'],
  RU: ['Russia'],
  SE: ['Sweden', 'Sverige'],
  SG: ['Singapore', 'Republic of Singapore'],
  SX: ['Sint Maarten'],
  SY: ['Syria'],
  SZ: ['Eswatini', 'Swaziland'],
  TR: ['Turkey'],
  TW: ['Taiwan'],
  TZ: ['Tanzania'],
  UM: ['the United States Minor Outlying Islands', 'U.S. Outlying Islands'],
  US: ['the United States', 'America'],
  VA: ['Vatican City'],
  VC: ['Saint Vincent and the Grenadines', 'St. Vincent & Grenadines'],
  VG: ['the British Virgin Islands', 'British Virgin Islands'],
  VI: ['the U.S. Virgin Islands', 'US Virgin Islands'],
  VN: ['Vietnam', 'Viet Nam'],
}

/** Names are compared without case, accents and articles, with `&` as "and" and "St." as "Saint". */
const keyOf = (name: string) =>
  withoutAccents(name)
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll('&', 'and')
    .replace(/\bst\b\.?/g, 'saint')
    .replace(/^the /, '')

const withoutAccents = (name: string) => (/^[ -~]*$/.test(name) ? name : name.normalize('NFD').replace(/\p{M}/gu, ''))

const ENGLISH_NAMES: Readonly<Record<string, string | readonly string[]>> = ENGLISH.countries

/** Every country of ISO 3166-1 by its codes and names. If two share a name ("Congo"), the first one gets it. */
const byAnyName = once(
  (): ReadonlyMap<string, Country> =>
    new Map(
      CODES.flatMap(([code = '', alpha3 = '']) => {
        const names = [ENGLISH_NAMES[code] ?? []].flat()
        const [name = names[0] ?? code, ...others] = SPELLINGS[code] ?? []
        return [code, alpha3, name, ...names, ...others].map(word => [keyOf(word), { code, name }] as const)
      }).reverse(),
    ),
)

/** Signs that a typing mistake leaves around a country's name, except the points of "U.S.A.". */
const AROUND = /^[\s\p{Cf}"']+|[\s\p{Cf}"';,]+$/gu

/**
 * The country that an address names by code or name; `undefined`: not recognised. The service accepted any text as a country, so
 * only the rules about borders use this, and they skip unknown countries.
 */
export const countryOf = (text: string): Country | undefined => {
  // Many rules of one manifest ask for the same country.
  if (text !== lastAsked.text) lastAsked = { text, country: lookUp(text) }
  return lastAsked.country
}

let lastAsked: { readonly text: string; readonly country: Country | undefined } = { text: '', country: undefined }

const lookUp = (text: string): Country | undefined =>
  text.length > LONGEST_NAME
    ? undefined
    : (byAnyName().get(keyOf(text)) ?? byAnyName().get(keyOf(text.replace(AROUND, ''))))

const LONGEST_NAME = 100

export const isInEuropeanUnion = ({ code }: Country) => EUROPEAN_UNION.has(code)

export const isInUnitedStates = ({ code }: Country) => UNITED_STATES.has(code)

/** Whether a phone number of the country is complete without its country code. */
export const hasNorthAmericanNumbers = ({ code }: Country) => NORTH_AMERICAN_NUMBERS.has(code)
