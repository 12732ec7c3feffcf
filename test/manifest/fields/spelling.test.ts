import { describe, expect, it } from '@jest/globals'
import { closest, distance } from '../../../lib/manifest/fields/spelling.ts'

const NAMES = ['bucket', 'logBucket', 'deviceId', 'eraseDevice', 'notificationEmail', 'acl']

describe('the name that was meant', () => {
  it.each([
    ['buckte', 'bucket'],
    ['buket', 'bucket'],
    ['bucketts', 'bucket'],
    ['BUCKET', 'bucket'],
    ['logbuckets', 'logBucket'],
    ['deviceID', 'deviceId'],
    ['eraseDevise', 'eraseDevice'],
    ['notficationEmial', 'notificationEmail'],
    ['ACL', 'acl'],
    ['ac', undefined],
    ['bcukte', 'bucket'],
    ['bocked', 'bucket'],
    ['boggle', undefined],
    ['', undefined],
  ])('by %j is %s', (name, meant) => {
    expect(closest(name, NAMES)).toBe(meant)
  })

  it.each([
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['kitten', 'sitting', 3],
  ])('%j is so many slips from %j', (a, b, slips) => {
    expect(distance(a, b)).toBe(slips)
    expect(distance(b, a)).toBe(slips)
  })
})
