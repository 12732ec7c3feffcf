import { describe, expect, it } from '@jest/globals'
import { buildOnDemand } from '../../lib/local/command-line.ts'

describe('the command line of one machine', () => {
  const quiet = { info: () => undefined, error: () => undefined }

  it('is built once, for all that ask meanwhile and later', async () => {
    let builds = 0
    const file = buildOnDemand(quiet, async () => Uint8Array.of(++builds))

    expect(await Promise.all([file(), file()])).toEqual([Uint8Array.of(1), Uint8Array.of(1)])
    expect(await file()).toEqual(Uint8Array.of(1))
  })

  it('is built again after a build that failed, which is in the log', async () => {
    const errors: unknown[] = []
    const outcomes = [Promise.reject(new Error('no memory')), Promise.resolve(Uint8Array.of(1))]
    outcomes[0]?.catch(() => undefined)
    const file = buildOnDemand(
      { ...quiet, error: (message, fields) => errors.push([message, fields]) },
      async () => (await outcomes.shift()) ?? Uint8Array.of(),
    )

    expect(await file()).toBeUndefined()
    expect(await file()).toEqual(Uint8Array.of(1))
    expect(errors).toEqual([['The command line cannot be built', { error: new Error('no memory') }]])
  })
})
