import { once } from '../once.ts'

/**
 * How post-office boxes are written, in the countries from which devices come: what stands in every language, then what is a box
 * in some countries only. Texts are compared in lower case, compatibility forms replaced (NFKC), without invisible characters.
 */

/** Before and behind a word: no letter or digit. `\b` knows ASCII only. */
const word = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{M}])`, 'u')

/** Between a name and its number. */
const NUMBER = String.raw`[\s.:,#/-]{0,4}(?:n[.]?(?:o|r|um)?[.:°]{0,2})?[\s.:#-]{0,4}x?\p{N}`
const withNumber = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})${NUMBER}`, 'u')

/** The same, where an address line or a part of it begins. */
const atStart = (source: string) => new RegExp(`(?:^|[,;(/]\\s{0,3})(?:${source})${NUMBER}`, 'u')

/** "P.O.", "P O", "P/O", "P-O", with a zero for the letter too. */
const PO = String.raw`p[\s.,/-]{0,4}[o0][\s.,/-]{0,4}`

/** Made when a line is worth a look: letters of all scripts take longer to prepare than a manifest to read. */
const everywhere = once((): readonly RegExp[] => [
  // English, and what the world's post offices write in English
  word(`${PO}b(?:o|0)x(?:es)?(?:\\s?\\p{N}[\\p{L}\\p{N}]{0,9})?`),
  withNumber(`${PO}bx|${PO}b|${PO}drawer|${PO}bag`),
  word(
    'post(?:al)?[\\s.-]{0,3}off(?:ice)?[\\s.-]{0,3}box|postal[\\s-]{0,3}box|post[\\s-]{0,3}box|pobox|gpo[\\s-]{0,3}box',
  ),
  withNumber(
    '(?:post)?box\\s{0,3}postale|lock(?:ed)?[\\s-]{0,3}(?:bag|box)|private[\\s-]{0,3}(?:mail[\\s-]{0,3})?bag|caller[\\s-]{0,3}box',
  ),
  // German, Dutch, Afrikaans
  word('postfach|postschlie(?:ß|ss)fach|postbus|antwoordnummer|posbus|privaatsak'),
  // French
  word('bo[iî]tes?\\s{1,3}postales?|case\\s{1,3}postale'),
  // Spanish, Portuguese
  word(
    String.raw`apartado\s{1,3}(?:de\s{1,3})?(?:correos?|postal|a[eé]reo)|apdo\.?\s{0,3}(?:de\s{1,3}correos?|postal)|casilla\s{1,3}(?:de\s{1,3}correos?|postal)|caixa\s{1,3}postal|cx\.?\s{0,3}postal`,
  ),
  withNumber('apartado|apdo|aptdo|casilla'),
  // Italian, Maltese, Irish
  word('casell[ae]\\s{1,3}postal[ei]|cas\\.?\\s{0,3}post|kaxxa\\s{1,3}postali|bosca\\s{1,3}poist'),
  // Danish, Norwegian, Swedish, Finnish, Icelandic
  word('postbo(?:ks|x)|postlåda|postilokero|pósthólf'),
  // Polish, Czech, Slovak, Hungarian, Romanian
  word(
    'skrytka\\s{1,3}pocztowa|skr\\.?\\s{0,3}poczt|poštovní\\s{1,3}přihrádka|pošt\\.?\\s{0,3}přihr|poštov[ýy]\\s{1,3}prie[cč]inok|postafiók|c[ăa]su[țţt]a\\s{1,3}po[șşs]tal[ăa]',
  ),
  // Croatian, Serbian, Slovene
  word(
    'po[šs]tanski\\s{1,3}(?:pretinac|fah)|po[šs]tni\\s{1,3}predal|поштански\\s{1,3}(?:фах|преградак)|п\\.?\\s{0,3}фах',
  ),
  // Russian, Ukrainian, Bulgarian, Kazakh
  word(
    'абонентский\\s{1,3}ящик|почтовый\\s{1,3}ящик|абонентська\\s{1,3}скринька|поштова\\s{1,3}скринька|пощенска\\s{1,3}кутия',
  ),
  withNumber('а\\s{0,3}/\\s{0,3}я|а\\s{0,3}/\\s{0,3}с|п\\s{0,3}/\\s{0,3}я|п\\.\\s{0,3}к\\.|а\\s{0,3}/\\s{0,3}ж'),
  // Greek, Turkish
  word('ταχ(?:υδρομική|\\.)?\\s{0,3}θυρ(?:ίδα|\\.)?|posta\\s{1,3}kutusu'),
  withNumber('τ\\.?\\s{0,3}θ|t\\.\\s{0,3}θ'),
  // Latvian, Lithuanian, Estonian
  word('abonenta\\s{1,3}(?:kastīte|pastkastīte)|pasta\\s{1,3}kastīte|pašto\\s{1,3}dėžutė|postkast'),
  // Hebrew, Arabic, Persian, Urdu
  /ת[."״]?\s{0,3}ד[."״]?\s{0,3}\p{N}|תא\s{1,3}דואר|תיבת\s{1,3}דואר/u,
  /ص\s{0,3}[.,]\s{0,3}ب|صندوق\s{1,3}(?:ال)?بريد|صندوق\s{1,3}پستی|پوسٹ\s{1,3}بکس/u,
  // Chinese, Japanese, Korean
  /[邮郵]政(?:信箱|[专專]用信箱)|信箱\s{0,3}[第\p{N}]|私書箱|私書函|사서함/u,
  // Thai, Vietnamese, Indonesian, Malay, Hindi, Bengali
  /ตู้\s{0,3}(?:ป\s{0,3}\.?\s{0,3}ณ|ไปรษณีย์)|पोस्ट\s{0,3}बॉक्स|পোস্ট\s{0,3}বক্স|পি\.?\s{0,3}ও\.?\s{0,3}বক্স/u,
  word(
    'h[ộo]p\\s{1,3}th[ưu]|hòm\\s{1,3}thư|kotak\\s{1,3}pos|tromol\\s{1,3}pos|peti\\s{1,3}surat|(?:beg|karung)\\s{1,3}berkunci',
  ),
])

/** Short forms that are a box in these countries and may be anything elsewhere. */
const BY_COUNTRY: readonly (readonly [countries: string, pattern: () => RegExp])[] = [
  ['US CA', () => /^(?:rural\s{1,3})?box\s{0,3}#?\s{0,3}\p{N}+\s{0,3}$/u],
  ['SE FI DK NO', () => atStart('box|boks|pb')],
  ['FI', () => atStart('pl')],
  ['DE AT CH', () => atStart('pf')],
  ['HU', () => atStart('pf|pk')],
  ['FR BE LU MA CH CA', () => atStart('b\\.?\\s{0,3}p')],
  ['FR', () => withNumber('c\\.?\\s{0,3}s|tsa')],
  ['CA CH IT RO BR', () => atStart('c\\.?\\s{0,3}p')],
  ['TR EE BG', () => atStart('p\\.?\\s{0,3}k')],
  ['HR SI', () => atStart('p\\.?\\s{0,3}p')],
  ['RS', () => atStart('p\\.?\\s{0,3}fah')],
  ['CZ SK', () => atStart('p\\.?\\s{0,3}s|p\\.?\\s{0,3}p')],
  ['LV LT', () => atStart('a\\s{0,3}/\\s{0,3}k|p\\.?\\s{0,3}d|a\\.?\\s{0,3}d')],
  ['AR', () => atStart('c\\.?\\s{0,3}c')],
  ['PE CO EC', () => atStart('a\\.?\\s{0,3}[ap]')],
]

const byCountry = new Map<string, readonly RegExp[]>()

const shortFormsOf = (country: string): readonly RegExp[] => {
  const known = byCountry.get(country)
  if (known) return known
  const patterns = BY_COUNTRY.flatMap(([countries, pattern]) => (countries.includes(country) ? [pattern()] : []))
  byCountry.set(country, patterns)
  return patterns
}

/** What every line that matches one of the patterns of all countries has: most lines need no other look. */
const WORTH_A_LOOK =
  /[^ -~]|[bp][\s.,/-]{0,4}[o0]|bag|lock|apartad|apt?do|casilla|abonenta|thu|surat|berkunci|antwoord|privaat/i

/** Longer than any line of an address that a label can hold. */
const LONGEST = 500

/**
 * Whether a line of an address names a post-office box.
 *
 * @param country ISO 3166-1 alpha-2, where it is known
 */
export const namesPostBox = (given: string, country: string | undefined): boolean => {
  const line = given.length > LONGEST ? given.slice(0, LONGEST) : given
  const isWorthIt = WORTH_A_LOOK.test(line)
  const text = (isWorthIt ? line.normalize('NFKC').replace(/\p{Cf}/gu, '') : line).toLowerCase()
  if (isWorthIt && everywhere().some(pattern => pattern.test(text))) return true
  return country !== undefined && shortFormsOf(country).some(pattern => pattern.test(text))
}
