import { describe, expect, it } from '@jest/globals'
import { type OriginHeaders, whyForeign } from '../../lib/local/own-requests.ts'

const PORT = 4010
const NAMES = { hosts: ['waybill.lab', 'proxy.lab:8443'], origins: ['https://console.example'] }

const isForeign = (headers: OriginHeaders) => whyForeign(headers, PORT, NAMES) !== undefined

describe('a request of a program', () => {
  it.each([
    '127.0.0.1:4010',
    'localhost:4010',
    'LocalHost:4010',
    '[::1]:4010',
    'localhost',
    '127.0.0.1',
    '[::1]',
    'waybill.lab',
    'waybill.lab:4010',
    'waybill.lab:443',
    'proxy.lab:8443',
  ])('is own with Host %s', host => {
    expect(whyForeign({ host }, PORT, NAMES)).toBeUndefined()
  })

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:4010',
    '127.0.0.1.evil.example:4010',
    'localhost.evil.example',
    'localhost:4011',
    '127.0.0.1:80',
    '[::1]:1',
    '127.0.0.2:4010',
    '0.0.0.0:4010',
    '2130706433:4010',
    'localhost:4010@evil.example',
    'evil.example, localhost:4010',
    'waybill.lab:9',
    'proxy.lab',
    'a.waybill.lab',
    'localhost:',
  ])('is foreign with Host %s', host => {
    expect(isForeign({ host })).toBe(true)
  })
})

describe('a request of a web page', () => {
  const host = 'localhost:4010'

  it.each([
    ['http://localhost:4010', 'same-origin'],
    ['http://127.0.0.1:4010', 'same-origin'],
    ['http://127.0.0.1:4010', undefined],
    ['http://[::1]:4010', undefined],
    ['https://waybill.lab', 'same-origin'],
    ['http://waybill.lab:4010', 'same-origin'],
    ['https://proxy.lab:8443', 'same-origin'],
    ['https://console.example', 'cross-site'],
    [undefined, 'none'],
    [undefined, 'same-origin'],
  ])('of %s (%s) is own', (origin, site) => {
    expect(whyForeign({ host, origin, 'sec-fetch-site': site }, PORT, NAMES)).toBeUndefined()
  })

  it.each([
    ['https://evil.example', 'cross-site'],
    ['https://evil.example', undefined],
    ['null', 'cross-site'],
    ['', undefined],
    ['file://', undefined],
    ['http://localhost', 'same-site'],
    ['http://localhost:3000', 'same-site'],
    ['https://localhost:4010', 'cross-site'],
    ['http://127.0.0.1:4011', 'same-site'],
    ['https://console.example.evil.example', 'cross-site'],
    ['https://waybill.lab:9', 'cross-site'],
    ['http://localhost:4010, https://evil.example', undefined],
    ['http://localhost:4010', 'cross-site'],
    [undefined, 'cross-site'],
    [undefined, 'same-site'],
  ])('of %s (%s) is foreign', (origin, site) => {
    expect(isForeign({ host, origin, 'sec-fetch-site': site })).toBe(true)
  })

  it.each(['cross-site', 'same-site'])('(%s) is own where a link leads to a page, and foreign otherwise', site => {
    const asked = (destination: string, isPage: boolean) =>
      whyForeign({ host, 'sec-fetch-site': site, 'sec-fetch-dest': destination }, PORT, NAMES, isPage)

    expect(asked('document', true)).toBeUndefined()
    expect(asked('document', false)).toBeDefined()
    for (const part of ['iframe', 'image', 'script', 'empty', 'object', 'embed'])
      expect(asked(part, true)).toBeDefined()
  })

  it('is foreign under a name of its own, although that resolves to this machine', () => {
    expect(isForeign({ host: 'evil.example:4010', origin: 'http://evil.example:4010' })).toBe(true)
  })
})

describe('the reason', () => {
  it('quotes a part of a long name only', () => {
    expect(whyForeign({ host: 'e'.repeat(10_000) }, PORT, NAMES)?.length).toBeLessThan(300)
  })
})
