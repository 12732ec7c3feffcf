import { describe, expect, it } from '@jest/globals'
import { readAtStart } from '../../../bench/read-at-start.ts'
import { buildBundle } from '../../support/bundles.ts'

/** A function starts as slowly as the code that it reads at its start is large: see docs/performance.md, "cold-start". */
describe('the bundle of', () => {
  const atStart = (name: string) => readAtStart(buildBundle(name).metafile)
  const packagesOf = (sources: readonly string[]) =>
    new Set(sources.map(source => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]))

  it.each([
    // Who is of which team is in the table, and DynamoDB's client is all but a fourth of it.
    ['authorize', 320],
    ['look-up-jobs', 450],
    // The manifest language is a quarter of it: patterns, countries, addresses and the sentences of its diagnostics. A job is
    // stored with its tags, its quota, its event in history and what subscriptions get, so each submission needs those too.
    ['submit-jobs', 585],
  ])('%s reads at its start at most %i KB', (name, most) => {
    const { bytes } = atStart(name)

    expect(bytes).toBeGreaterThan(10 * 1024)
    expect(bytes).toBeLessThan(most * 1024)
  })

  it('look-up-jobs reads the client of DynamoDB at its start, and that of S3 when it is needed', () => {
    const packages = packagesOf(atStart('look-up-jobs').sources)

    expect(packages).toContain('@aws-sdk/client-dynamodb')
    expect(packages).not.toContain('@aws-sdk/client-s3')
  })
})
