import { beforeEach, describe, expect, it } from '@jest/globals'

type KeyOf = (text: string, hasSecret: boolean) => Promise<string | undefined>

interface SubmissionKeys {
  readonly submissionKey: KeyOf
  readonly freshKey: KeyOf
  readonly openSubmission: {
    readonly begin: (key: string | undefined) => void
    readonly end: () => void
    readonly isOf: (text: string, hasSecret: boolean) => Promise<boolean>
  }
}

const { submissionKey, freshKey, openSubmission } = (await import(
  new URL('../../console/src/parts/submission-keys.ts', import.meta.url).href
)) as unknown as SubmissionKeys

const storage = () => {
  const stored = new Map<string, string>()
  return {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, text: string) => void stored.set(name, text),
    removeItem: (name: string) => void stored.delete(name),
  }
}

/** A browser in which nothing was done yet. */
const newBrowser = (isSecureContext = true) =>
  Object.defineProperty(globalThis, 'window', {
    configurable: true,
    value: { localStorage: storage(), sessionStorage: storage(), isSecureContext },
  })

beforeEach(() => {
  newBrowser()
  openSubmission.end()
})

describe('the key of a manifest', () => {
  it('is the same whenever it is sent, in a batch of any length and in another browser', async () => {
    const texts = Array.from({ length: 500 }, (_, index) => `deviceId: disk ${index}\n`)
    const keysNow = () => Promise.all(texts.map(text => submissionKey(text, false)))
    const first = await keysNow()
    const again = await keysNow()
    newBrowser()

    expect(new Set(first).size).toBe(texts.length)
    expect(again).toEqual(first)
    expect(await keysNow()).toEqual(first)
  })

  it('is another one for each further job that someone asks for, from then on', async () => {
    const first = await submissionKey('a', false)
    const further = await freshKey('a', false)

    expect(further).not.toBe(first)
    expect(await submissionKey('a', false)).toBe(further)
    expect(await freshKey('a', false)).not.toBe(further)
    expect(await submissionKey('b', false)).not.toBe(further)
  })

  it('is none where the manifest has a secret, or the browser makes no digests', async () => {
    const secret = await submissionKey('pinCode: 1', true)
    newBrowser(false)

    expect([secret, await submissionKey('a', false)]).toEqual([undefined, undefined])
  })
})

describe('a submission without an answer', () => {
  it('is known by its manifest until it has one', async () => {
    openSubmission.begin(await submissionKey('a', false))
    const isOpen = await openSubmission.isOf('a', false)
    const isOther = await openSubmission.isOf('b', false)
    openSubmission.end()

    expect([isOpen, isOther, await openSubmission.isOf('a', false)]).toEqual([true, false, false])
  })

  it('is not known where the manifest has a secret', async () => {
    openSubmission.begin(await submissionKey('pinCode: 1', true))

    expect(await openSubmission.isOf('pinCode: 1', true)).toBe(false)
  })
})
