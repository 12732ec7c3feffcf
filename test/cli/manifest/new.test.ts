import { describe, expect, it } from '@jest/globals'
import { commandIo, waybill } from '../../support/command-io.ts'

describe('waybill new', () => {
  it.each(['s3-import', 's3-export', 'ebs-import', 'glacier-import'])(
    'prints a manifest to start from for %s',
    async kind => {
      const io = commandIo()

      expect(await waybill(['new', kind], io)).toBe(0)
      expect(io.printed()).toMatch(/^# .* manifest\n/)
      expect(io.complained()).toBe('')
    },
  )

  it.each(['s3', 'S3-IMPORT'])('lists the kinds when it is given %s', async kind => {
    const io = commandIo()

    expect(await waybill(['new', kind], io)).toBe(2)
    expect(io.printed()).toBe('')
    expect(io.complained()).toContain('glacier-import')
  })
})
