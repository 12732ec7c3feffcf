import { describe, expect, it } from '@jest/globals'
import { viewManifest } from '../../console/src/manifest/view.ts'

const customsOf = (country: string | undefined, region?: string, rest = '') => {
  const address = country === undefined ? '' : `returnAddress:\n    country: ${country}\n`
  const place = region === undefined ? 'bucket: mine\n' : `operations:\n    - region: ${region}\n`
  return viewManifest(`manifestVersion:2.0\n${place}${address}${rest}`).facts.customs
}

describe('what a manifest will bring about', () => {
  it.each([
    ['at home in the United States', 'USA', 'us-east-1', 'none'],
    ['at home in Singapore', 'Singapore', 'ap-southeast-1', 'none'],
    ['inside the European Union', 'Germany', 'eu-west-1', 'none'],
    ['over the sea', 'Germany', 'us-east-1', 'needed'],
    ['from one facility to the other', 'USA', 'ap-southeast-1', 'needed'],
    ['to a bucket whose region is not known, from the United States', 'USA', undefined, 'open'],
    ['to a bucket whose region is not known, from the European Union', 'France', undefined, 'open'],
    ['to a bucket whose region is not known, from Singapore', 'Singapore', undefined, 'open'],
    ['from where no facility is', 'Brazil', undefined, 'needed'],
    ['to a region that is not known', 'USA', 'us-nowhere-1', 'open'],
    ['from an address that is not written yet', undefined, 'us-east-1', 'open'],
    ['from a country that is not known', '[Your country]', 'us-east-1', 'open'],
    ['before anything is written', undefined, undefined, 'open'],
  ])('needs customs only where that is certain: %s', (_way, country, region, needed) => {
    expect(customsOf(country, region)).toBe(needed)
  })

  it('has customs where they are given', () => {
    expect(customsOf('USA', 'us-east-1', 'customs:\n    deviceValue: 1\n')).toBe('given')
  })
})
