import { describe, expect, it } from '@jest/globals'
import { schema } from '../../lib/cli/schema.ts'
import { manifestSchema } from '../../lib/manifest/fields/schema.ts'
import { commandIo } from '../support/command-io.ts'

describe('waybill schema', () => {
  it('prints the JSON Schema', async () => {
    const io = commandIo()

    expect(await schema.run([], io)).toBe(0)
    expect(JSON.parse(io.printed())).toEqual(manifestSchema())
  })

  it('takes no arguments', async () => {
    const io = commandIo()

    expect(await schema.run(['x'], io)).toBe(2)
    expect(io.printed()).toBe('')
  })
})
