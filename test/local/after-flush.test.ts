import { expect, it } from '@jest/globals'
import type { Service } from '../../lib/jobs/service.ts'
import { filesAfterFlush, serviceAfterFlush } from '../../lib/local/after-flush.ts'

/** A port whose every method says that it was called. */
const speaking = <T extends object>(said: string[]) =>
  // Only what is called of the port is there.
  new Proxy({} as T, { get: (_, name) => async () => void said.push(String(name)), ownKeys: () => [] })

const recorded = () => {
  const said: string[] = []
  return { said, flushed: async () => void said.push('flushed') }
}

it.each(['createJob', 'updateJob', 'cancelJob', 'getShippingLabel'] as const)(
  'flushes what is stored before %s leaves for a service of others',
  async name => {
    const { said, flushed } = recorded()
    const service = serviceAfterFlush(speaking<Service>(said), flushed)

    // What it is asked with does not matter here.
    await (service[name] as () => Promise<unknown>)()

    expect(said).toEqual(['flushed', name])
  },
)

it('asks a service of others for nothing where the flush fails', async () => {
  const { said } = recorded()
  const service = serviceAfterFlush(speaking<Service>(said), () => Promise.reject(new Error('EIO')))

  await expect(service.cancelJob('AB123', {} as Parameters<Service['cancelJob']>[1])).rejects.toThrow('EIO')
  expect(said).toEqual([])
})

it('flushes what is stored before a file is put into a bucket', async () => {
  const { said, flushed } = recorded()
  const files = filesAfterFlush(speaking(said), flushed)

  await files.put({ bucket: 'b', key: 'k' }, Uint8Array.of(1), 'text/plain')

  expect(said).toEqual(['flushed', 'put'])
})
