import { describe, expect, it } from '@jest/globals'
import { logPlaceOf } from '../../../lib/manifest/redact/log-place.ts'
import { redact } from '../../../lib/manifest/redact/redact.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'

describe('the place for logs', () => {
  it('is the log bucket that the manifest names, with its prefix', () => {
    expect(logPlaceOf('bucket:data\nlogBucket:lab-logs\nlogPrefix:logs/\n')).toEqual({
      bucket: 'lab-logs',
      prefix: 'logs/',
    })
    expect(logPlaceOf(exportManifest())).toMatchObject({ bucket: 'logs' })
  })

  it('is the bucket of an import that names none', () => {
    expect(logPlaceOf(importManifest())).toEqual({ bucket: 'sequencer-archive', prefix: '' })
  })

  it('is found in a redacted manifest too', () => {
    const text = redact(importManifest('logBucket:lab-logs', 'trueCryptPassword:secret', 'logPrefix:x-'))

    expect(logPlaceOf(text)).toEqual({ bucket: 'lab-logs', prefix: 'x-' })
  })

  it.each(['', 'logPrefix:logs/', 'logBucket:\n', '{'])('is nowhere in %j', text => {
    expect(logPlaceOf(text)).toBeUndefined()
  })
})
