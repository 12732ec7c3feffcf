import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createS3Archive } from '../../../lib/adapters/s3/archive.ts'
import { createS3Removal } from '../../../lib/adapters/s3/archive-removal.ts'
import { startS3WithClient } from '../../support/s3-server.ts'

const PREFIX = 'artifacts/lab/AB123/'
const LATER = new Date('2126-11-26T00:00:00.000Z')
const EARLIER = new Date('2026-01-01T00:00:00.000Z')
const NAMES = ['a.pdf', '2/a.pdf', 'b.pdf', 'c.pdf', 'd.pdf'].map(name => `${PREFIX}${name}`)

describe('removal from a bucket with Object Lock', () => {
  let s3: Awaited<ReturnType<typeof startS3WithClient>>
  beforeAll(async () => {
    s3 = await startS3WithClient()
  })
  afterAll(() => s3.stop())
  beforeEach(async () => {
    for (const all of [s3.objects, s3.hidden, s3.locks]) all.clear()
    const archive = createS3Archive(s3.client, 'log-bucket')
    for (const name of NAMES) await archive.put(name, Buffer.from(name), 'application/pdf')
  })

  const lock = (until: Date, ...names: string[]) => {
    for (const name of names) s3.locks.set(`/log-bucket/${PREFIX}${name}`, until)
  }
  const remove = () => createS3Removal(s3.client, 'log-bucket', () => new Date()).removeUnder(PREFIX)

  it('removes all versions where there is no lock, or where it is over', async () => {
    lock(EARLIER, 'a.pdf')

    expect(await remove()).toBeUndefined()
    expect([s3.objects.size, s3.hidden.size]).toEqual([0, 0])
  })

  it('hides what a lock holds, removes all else, and reports how much is held until when', async () => {
    lock(new Date('2100-01-01T00:00:00.000Z'), '2/a.pdf')
    lock(LATER, 'c.pdf')

    expect(await remove()).toEqual({ count: 2, until: LATER.toISOString() })
    expect(s3.objects.size).toBe(0)
    expect([...s3.hidden].sort()).toEqual(['2/a.pdf', 'c.pdf'].map(name => `/log-bucket/${PREFIX}${name}`))
  })

  it('reports the same again where it is called again, and removes the rest once the lock is over', async () => {
    lock(LATER, 'a.pdf')
    const first = await remove()

    expect(await remove()).toEqual(first)
    lock(EARLIER, 'a.pdf')
    expect(await remove()).toBeUndefined()
    expect(s3.hidden.size).toBe(0)
  })

  it('removes nothing whose lock cannot be asked for', async () => {
    s3.client.middlewareStack.add(
      (next, { commandName }) =>
        args =>
          commandName === 'GetObjectRetentionCommand' ? Promise.reject(new Error('may not ask')) : next(args),
      { name: 'deny', step: 'initialize' },
    )

    await expect(remove()).rejects.toThrow('may not ask')

    expect(s3.objects.size).toBe(NAMES.length)
    s3.client.middlewareStack.remove('deny')
  })
})
