import { describe, expect, it } from '@jest/globals'
import { changedOptions } from '../../../lib/jobs/change/changed-options.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'

const between = (before: string, after: string) =>
  changedOptions({ manifest: before, manifestSha256: 'a' }, { manifest: after, manifestSha256: 'b' })

describe('what a change has changed', () => {
  it('is each option that differs, by its pointer, as it was and as it is', () => {
    const before = exportManifest('deviceId:EX-7')
    const after = before.replace('city:Anytown', 'city:Seattle').replace('exportBucket:results', 'exportBucket:other')

    expect(between(before, after)).toEqual({
      before: {
        manifestSha256: 'a',
        options: { '/returnAddress/city': 'Anytown', '/operations/0/exportBucket': 'results' },
      },
      after: {
        manifestSha256: 'b',
        options: { '/returnAddress/city': 'Seattle', '/operations/0/exportBucket': 'other' },
      },
    })
  })

  it('shows what was added on one side and what was removed on the other', () => {
    expect(between(importManifest('generator:a'), importManifest('serviceLevel:standard'))).toMatchObject({
      before: { options: { '/generator': 'a' } },
      after: { options: { '/serviceLevel': 'standard' } },
    })
  })

  it('is nothing where only comments and the order of options differ', () => {
    const [first = '', second = '', ...rest] = importManifest().split('\n')

    expect(between(importManifest(), ['# note', second, first, ...rest].join('\n'))).toMatchObject({
      before: { options: {} },
      after: { options: {} },
    })
  })

  it('has room for 50 options and short values, and counts the rest', () => {
    const options = Array.from({ length: 60 }, (_, index) => `o${index}:${'x'.repeat(1000)}`)
    const { before, after } = between('', options.join('\n'))

    expect(before).toEqual({ manifestSha256: 'a', options: {}, further: 10 })
    expect(Object.keys(after.options)).toHaveLength(50)
    expect(after.options['/o0']).toHaveLength(200)
    expect(JSON.stringify(after).length).toBeLessThan(12_000)
  })

  it('can be made of any text', () => {
    expect(() => between('\u0000\ud800:\n- - :', '{[')).not.toThrow()
  })
})
