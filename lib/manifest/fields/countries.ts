export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string
  readonly name: string
}

/**
 * Members of the European Union as the guide knew it: the United Kingdom left after its last edition (2018), and is
 * better not told that its address is wrong.
 */
const EUROPEAN_UNION: readonly string[] = [
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT'],
  ...['LU', 'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
]

/**
 * ISO codes and names, and what else people write. The service took any text for a country, so this list only serves
 * rules about borders: a country that is not in it is not judged.
 */
const ROWS: readonly (readonly [code: string, alpha3: string, name: string, ...others: string[]])[] = [
  ['US', 'USA', 'the United States', 'United States', 'United States of America', 'U.S.A.', 'U.S.', 'America'],
  ['CA', 'CAN', 'Canada'],
  ['SG', 'SGP', 'Singapore', 'Republic of Singapore'],
  ['AE', 'ARE', 'the United Arab Emirates', 'United Arab Emirates', 'UAE'],
  ['AR', 'ARG', 'Argentina'],
  ['AT', 'AUT', 'Austria', 'Österreich'],
  ['AU', 'AUS', 'Australia'],
  ['BD', 'BGD', 'Bangladesh'],
  ['BE', 'BEL', 'Belgium', 'Belgique', 'België'],
  ['BG', 'BGR', 'Bulgaria'],
  ['BR', 'BRA', 'Brazil', 'Brasil'],
  ['CH', 'CHE', 'Switzerland', 'Schweiz', 'Suisse', 'Svizzera'],
  ['CL', 'CHL', 'Chile'],
  ['CN', 'CHN', 'China', "People's Republic of China", 'P.R. China', 'PRC'],
  ['CO', 'COL', 'Colombia'],
  ['CR', 'CRI', 'Costa Rica'],
  ['CY', 'CYP', 'Cyprus'],
  ['CZ', 'CZE', 'Czechia', 'Czech Republic'],
  ['DE', 'DEU', 'Germany', 'Deutschland'],
  ['DK', 'DNK', 'Denmark', 'Danmark'],
  ['DO', 'DOM', 'the Dominican Republic', 'Dominican Republic'],
  ['EC', 'ECU', 'Ecuador'],
  ['EE', 'EST', 'Estonia'],
  ['EG', 'EGY', 'Egypt'],
  ['ES', 'ESP', 'Spain', 'España'],
  ['FI', 'FIN', 'Finland', 'Suomi'],
  ['FR', 'FRA', 'France'],
  ['GB', 'GBR', 'the United Kingdom', 'United Kingdom', 'UK', 'U.K.', 'Great Britain', 'England', 'Scotland', 'Wales'],
  ['GR', 'GRC', 'Greece'],
  ['GT', 'GTM', 'Guatemala'],
  ['HK', 'HKG', 'Hong Kong'],
  ['HR', 'HRV', 'Croatia'],
  ['HU', 'HUN', 'Hungary'],
  ['ID', 'IDN', 'Indonesia'],
  ['IE', 'IRL', 'Ireland', 'Republic of Ireland'],
  ['IL', 'ISR', 'Israel'],
  ['IN', 'IND', 'India'],
  ['IS', 'ISL', 'Iceland'],
  ['IT', 'ITA', 'Italy', 'Italia'],
  ['JP', 'JPN', 'Japan'],
  ['KE', 'KEN', 'Kenya'],
  ['KR', 'KOR', 'South Korea', 'Korea', 'Republic of Korea'],
  ['KZ', 'KAZ', 'Kazakhstan'],
  ['LK', 'LKA', 'Sri Lanka'],
  ['LT', 'LTU', 'Lithuania'],
  ['LU', 'LUX', 'Luxembourg'],
  ['LV', 'LVA', 'Latvia'],
  ['MA', 'MAR', 'Morocco'],
  ['MT', 'MLT', 'Malta'],
  ['MX', 'MEX', 'Mexico', 'México'],
  ['MY', 'MYS', 'Malaysia'],
  ['NG', 'NGA', 'Nigeria'],
  ['NL', 'NLD', 'the Netherlands', 'Netherlands', 'Nederland', 'Holland', 'The Netherlands'],
  ['NO', 'NOR', 'Norway', 'Norge'],
  ['NZ', 'NZL', 'New Zealand'],
  ['PA', 'PAN', 'Panama'],
  ['PE', 'PER', 'Peru'],
  ['PH', 'PHL', 'the Philippines', 'Philippines'],
  ['PK', 'PAK', 'Pakistan'],
  ['PL', 'POL', 'Poland', 'Polska'],
  ['PT', 'PRT', 'Portugal'],
  ['QA', 'QAT', 'Qatar'],
  ['RO', 'ROU', 'Romania'],
  ['RS', 'SRB', 'Serbia'],
  ['RU', 'RUS', 'Russia', 'Russian Federation'],
  ['SA', 'SAU', 'Saudi Arabia'],
  ['SE', 'SWE', 'Sweden', 'Sverige'],
  ['SI', 'SVN', 'Slovenia'],
  ['SK', 'SVK', 'Slovakia'],
  ['TH', 'THA', 'Thailand'],
  ['TR', 'TUR', 'Turkey', 'Türkiye'],
  ['TW', 'TWN', 'Taiwan'],
  ['UA', 'UKR', 'Ukraine'],
  ['UY', 'URY', 'Uruguay'],
  ['VN', 'VNM', 'Vietnam', 'Viet Nam'],
  ['ZA', 'ZAF', 'South Africa'],
]

const byAnyName = new Map<string, Country>(
  ROWS.flatMap(([code, alpha3, name, ...others]) =>
    [code, alpha3, name, ...others].map(word => [word.toLowerCase(), { code, name }] as const),
  ),
)

/** The country that an address names by code or name; `undefined` for any other text. */
export const countryOf = (text: string): Country | undefined => byAnyName.get(text.trim().toLowerCase())

export const isInEuropeanUnion = ({ code }: Country) => EUROPEAN_UNION.includes(code)
