import { describe, expect, it } from '@jest/globals'
import { manifestSchema } from '../../../lib/manifest/fields/schema.ts'
import { commandIo, waybill } from '../../support/command-io.ts'

describe('waybill schema', () => {
  it('prints the JSON Schema', async () => {
    const io = commandIo()

    expect(await waybill(['schema'], io)).toBe(0)
    expect(JSON.parse(io.printed())).toEqual(manifestSchema())
  })

  it('takes no arguments', async () => {
    const io = commandIo()

    expect(await waybill(['schema', 'x'], io)).toBe(2)
    expect(io.printed()).toBe('')
  })
})
