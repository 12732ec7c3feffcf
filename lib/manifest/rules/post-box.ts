/**
 * How post-office boxes are written, in the countries from which devices come: what stands in every language, then what is a box
 * in some countries only. Texts are compared in lower case, compatibility forms replaced (NFKC), without invisible characters.
 */

/** Before and behind a word: no letter or digit. `\b` knows ASCII only. */
const word = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{M}])`, 'u')

/** Between a name and its number. */
const NUMBER = String.raw`[\s.:,#/-]*(?:n[.]?(?:o|r|um)?[.:°]*)?[\s.:#-]*x?\p{N}`
const withNumber = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})${NUMBER}`, 'u')

/** The same, where an address line or a part of it begins. */
const atStart = (source: string) => new RegExp(`(?:^|[,;(/]\\s*)(?:${source})${NUMBER}`, 'u')

/** "P.O.", "P O", "P/O", "P-O", with a zero for the letter too. */
const PO = String.raw`p[\s.,/-]*[o0][\s.,/-]*`

const EVERYWHERE: readonly RegExp[] = [
  // English, and what the world's post offices write in English
  word(`${PO}b(?:o|0)x(?:es)?\\s*(?:\\p{N}[\\p{L}\\p{N}-]*)?`),
  withNumber(`${PO}bx|${PO}b|${PO}drawer|${PO}bag`),
  word('post(?:al)?[\\s.-]*off(?:ice)?[\\s.-]*box|postal[\\s-]*box|post[\\s-]*box|pobox|gpo[\\s-]*box'),
  withNumber(
    '(?:post)?box\\s*postale|lock(?:ed)?[\\s-]*(?:bag|box)|private[\\s-]*(?:mail[\\s-]*)?bag|caller[\\s-]*box',
  ),
  // German, Dutch, Afrikaans
  word('postfach|postschlie(?:ß|ss)fach|postbus|antwoordnummer|posbus|privaatsak'),
  // French
  word('bo[iî]tes?\\s+postales?|case\\s+postale'),
  // Spanish, Portuguese
  word(
    String.raw`apartado\s+(?:de\s+)?(?:correos?|postal|a[eé]reo)|apdo\.?\s*(?:de\s+correos?|postal)|casilla\s+(?:de\s+correos?|postal)|caixa\s+postal|cx\.?\s*postal`,
  ),
  withNumber('apartado|apdo|aptdo|casilla'),
  // Italian, Maltese, Irish
  word('casell[ae]\\s+postal[ei]|cas\\.?\\s*post|kaxxa\\s+postali|bosca\\s+poist'),
  // Danish, Norwegian, Swedish, Finnish, Icelandic
  word('postbo(?:ks|x)|postlåda|postilokero|pósthólf'),
  // Polish, Czech, Slovak, Hungarian, Romanian
  word(
    'skrytka\\s+pocztowa|skr\\.?\\s*poczt|poštovní\\s+přihrádka|pošt\\.?\\s*přihr|poštov[ýy]\\s+prie[cč]inok|postafiók|c[ăa]su[țţt]a\\s+po[șşs]tal[ăa]',
  ),
  // Croatian, Serbian, Slovene
  word('po[šs]tanski\\s+(?:pretinac|fah)|po[šs]tni\\s+predal|поштански\\s+(?:фах|преградак)|п\\.?\\s*фах'),
  // Russian, Ukrainian, Bulgarian, Kazakh
  word('абонентский\\s+ящик|почтовый\\s+ящик|абонентська\\s+скринька|поштова\\s+скринька|пощенска\\s+кутия'),
  withNumber('а\\s*/\\s*я|а\\s*/\\s*с|п\\s*/\\s*я|п\\.\\s*к\\.|а\\s*/\\s*ж'),
  // Greek, Turkish
  word('ταχ(?:υδρομική|\\.)?\\s*θυρ(?:ίδα|\\.)?|posta\\s+kutusu'),
  withNumber('τ\\.?\\s*θ|t\\.\\s*θ'),
  // Latvian, Lithuanian, Estonian
  word('abonenta\\s+(?:kastīte|pastkastīte)|pasta\\s+kastīte|pašto\\s+dėžutė|postkast'),
  // Hebrew, Arabic, Persian, Urdu
  /ת[."״]?\s*ד[."״]?\s*\p{N}|תא\s+דואר|תיבת\s+דואר/u,
  /ص\s*[.,]\s*ب|صندوق\s+(?:ال)?بريد|صندوق\s+پستی|پوسٹ\s+بکس/u,
  // Chinese, Japanese, Korean
  /[邮郵]政(?:信箱|[专專]用信箱)|信箱\s*[第\p{N}]|私書箱|私書函|사서함/u,
  // Thai, Vietnamese, Indonesian, Malay, Hindi, Bengali
  /ตู้\s*(?:ป\s*\.?\s*ณ|ไปรษณีย์)|पोस्ट\s*बॉक्स|পোস্ট\s*বক্স|পি\.?\s*ও\.?\s*বক্স/u,
  word('h[ộo]p\\s+th[ưu]|hòm\\s+thư|kotak\\s+pos|tromol\\s+pos|peti\\s+surat|(?:beg|karung)\\s+berkunci'),
]

/** Short forms that are a box in these countries and may be anything elsewhere. */
const BY_COUNTRY: readonly (readonly [countries: string, pattern: RegExp])[] = [
  ['US CA', /^(?:rural\s+)?box\s*#?\s*\p{N}+\s*$/u],
  ['SE FI DK NO', atStart('box|boks|pb')],
  ['FI', atStart('pl')],
  ['DE AT CH', atStart('pf')],
  ['HU', atStart('pf|pk')],
  ['FR BE LU MA CH CA', atStart('b\\.?\\s*p')],
  ['FR', withNumber('c\\.?\\s*s|tsa')],
  ['CA CH IT RO BR', atStart('c\\.?\\s*p')],
  ['TR EE BG', atStart('p\\.?\\s*k')],
  ['HR SI', atStart('p\\.?\\s*p')],
  ['RS', atStart('p\\.?\\s*fah')],
  ['CZ SK', atStart('p\\.?\\s*s|p\\.?\\s*p')],
  ['LV LT', atStart('a\\s*/\\s*k|p\\.?\\s*d|a\\.?\\s*d')],
  ['AR', atStart('c\\.?\\s*c')],
  ['PE CO EC', atStart('a\\.?\\s*[ap]')],
]

const byCountry = new Map<string, readonly RegExp[]>()

const shortFormsOf = (country: string): readonly RegExp[] => {
  const known = byCountry.get(country)
  if (known) return known
  const patterns = BY_COUNTRY.flatMap(([countries, pattern]) => (countries.includes(country) ? [pattern] : []))
  byCountry.set(country, patterns)
  return patterns
}

/** What every line that matches one of the patterns of all countries has: most lines need no other look. */
const WORTH_A_LOOK =
  /[^ -~]|[bp][\s.,/-]*[o0]|bag|lock|apartad|apt?do|casilla|abonenta|thu|surat|berkunci|antwoord|privaat/i

/**
 * Whether a line of an address names a post-office box.
 *
 * @param country ISO 3166-1 alpha-2, where it is known
 */
export const namesPostBox = (line: string, country: string | undefined): boolean => {
  const isWorthIt = WORTH_A_LOOK.test(line)
  const text = (isWorthIt ? line.normalize('NFKC').replace(/\p{Cf}/gu, '') : line).toLowerCase()
  if (isWorthIt && EVERYWHERE.some(pattern => pattern.test(text))) return true
  return country !== undefined && shortFormsOf(country).some(pattern => pattern.test(text))
}
