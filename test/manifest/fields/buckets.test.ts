import { describe, expect, it } from '@jest/globals'
import { bucketsOf } from '../../../lib/manifest/fields/buckets.ts'
import { readManifest } from '../../../lib/manifest/read.ts'
import { ebsText, exportText, importText } from '../manifest-texts.ts'

describe('the buckets of a manifest', () => {
  it.each([
    [importText(), [{ name: 'import-target', use: 'import', pointer: '/bucket' }]],
    [
      importText('logBucket:import-log'),
      [
        { name: 'import-target', use: 'import', pointer: '/bucket' },
        { name: 'import-log', use: 'log', pointer: '/logBucket' },
      ],
    ],
    [
      exportText('operations:', '- exportBucket:one', '- exportBucket:two', '- exportBucket:one'),
      [
        { name: 'export-log', use: 'log', pointer: '/logBucket' },
        { name: 'one', use: 'export', pointer: '/operations/0/exportBucket' },
        { name: 'two', use: 'export', pointer: '/operations/1/exportBucket' },
        { name: 'one', use: 'export', pointer: '/operations/2/exportBucket' },
      ],
    ],
    [ebsText(), [{ name: 'ebs-log', use: 'log', pointer: '/logBucket' }]],
  ])('are named with what they are for', (text, buckets) => {
    const { manifest } = readManifest(text)

    expect(manifest && bucketsOf(manifest)).toEqual(buckets)
  })
})
