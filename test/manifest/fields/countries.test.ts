import { describe, expect, it } from '@jest/globals'
import CODES from 'i18n-iso-countries/codes.json' with { type: 'json' }
import { countryOf } from '../../../lib/manifest/fields/countries.ts'
import { readManifest } from '../../../lib/manifest/read.ts'
import { ebsText } from '../manifest-texts.ts'

/** Unicode's names (CLDR), from another hand than the package's. */
const CLDR = new Intl.DisplayNames('en', { type: 'region' })

describe('a country', () => {
  it('is every country of ISO 3166-1', () => {
    expect(CODES.length).toBeGreaterThanOrEqual(249)
  })

  it.each(CODES.map(([code = '', alpha3 = '']) => [code, alpha3, CLDR.of(code) ?? '']))(
    '%s is known by its codes and its name, in any case: %s, %s',
    (code, alpha3, name) => {
      for (const text of [code, alpha3, name, name.toUpperCase(), `  ${name.toLowerCase()};`]) {
        expect({ text, code: countryOf(text)?.code }).toEqual({ text, code })
      }
    },
  )

  it.each([
    ['U.S.A.', 'US', 'the United States'],
    ['United States of America', 'US', 'the United States'],
    ['America', 'US', 'the United States'],
    ['Deutschland', 'DE', 'Germany'],
    ['Osterreich', 'AT', 'Austria'],
    ['P.R. China', 'CN', 'China'],
    ["People's Republic of China", 'CN', 'China'],
    ['The Netherlands', 'NL', 'the Netherlands'],
    ['Holland', 'NL', 'the Netherlands'],
    ['Czech Republic', 'CZ', 'Czechia'],
    ['Great Britain', 'GB', 'the United Kingdom'],
    ['Scotland', 'GB', 'the United Kingdom'],
    ['Korea', 'KR', 'South Korea'],
    ['Russian Federation', 'RU', 'Russia'],
    ['Türkiye', 'TR', 'Turkey'],
    ['Viet Nam', 'VN', 'Vietnam'],
    ['Cote d’Ivoire', 'CI', "Cote d'Ivoire"],
    ['St. Lucia', 'LC', 'Saint Lucia'],
  ])('is known as people write it: %s', (text, code, name) => {
    expect(countryOf(text)).toEqual({ code, name })
  })

  it.each(['', 'Atlantis', 'U', 'the', 'United', '  '])('is none for %j', text => {
    expect(countryOf(text)).toBeUndefined()
  })
})

describe('the rules of borders', () => {
  const codesFor = (country: string) =>
    readManifest(ebsText({ country, region: 'us-east-1' })).diagnostics.map(({ code }) => code)

  it.each(CODES.map(([code = '']) => code).filter(code => code !== 'US' && code !== 'PR'))(
    'ask for customs when a device comes from %s to the United States',
    code => {
      expect(codesFor(code)).toContain('CUSTOMS_MISSING')
    },
  )

  it.each(['US', 'USA', 'Puerto Rico', 'Atlantis'])('ask for none when it comes from %s', country => {
    expect(codesFor(country)).not.toContain('CUSTOMS_MISSING')
  })
})
