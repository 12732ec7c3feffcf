import { browserStorage, tabStorage } from './storage.ts'

/*
 * One idempotency key for each manifest, made of the manifest itself: a double click, a reload, a second tab, a lost answer and
 * a batch of any length all send the same key, and so meet in the same job. Only the keys of further jobs of a manifest are drawn,
 * and stored.
 */

const STORED = 'waybill.submission-keys'
const MOST = 100

type Keys = readonly (readonly [digest: string, key: string])[]

const stored = (): Keys => {
  try {
    const value: unknown = JSON.parse(browserStorage.read(STORED) ?? '[]')
    return Array.isArray(value) ? (value as Keys) : []
  } catch {
    return []
  }
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')

const digestOf = async (text: string): Promise<string> =>
  hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))

/** Also where the page came by plain http, which has no `randomUUID`. */
const drawn = (): string => hexOf(crypto.getRandomValues(new Uint8Array(16)))

/** Whether the browser may, and can, know the manifest again by its digest. */
const isKnownAgain = (hasSecret: boolean): boolean => !hasSecret && window.isSecureContext

/**
 * The key of a manifest. `undefined`: send none. Then the manifest itself is the key. That is so for manifests with passwords or
 * PINs, of which not even a digest leaves the page, and where the browser makes no digests (a page by plain http).
 */
export const submissionKey = async (text: string, hasSecret: boolean): Promise<string | undefined> => {
  if (!isKnownAgain(hasSecret)) return undefined
  const digest = await digestOf(text)
  return stored().find(([one]) => one === digest)?.[1] ?? `console-${digest}`
}

const remembered = (digest: string, key: string): string => {
  browserStorage.store(
    STORED,
    JSON.stringify([[digest, key], ...stored().filter(([one]) => one !== digest)].slice(0, MOST)),
  )
  return key
}

/** A fresh key, where someone wants another job of the same manifest. That of a manifest with a secret is stored nowhere. */
export const freshKey = async (text: string, hasSecret: boolean): Promise<string> =>
  isKnownAgain(hasSecret) ? remembered(await digestOf(text), drawn()) : drawn()

const OPEN = 'waybill.open-submission'

/** The key that this tab has sent last, while no answer says what came of it; a reload still knows it. */
export const openSubmission = {
  begin: (key: string | undefined) => {
    if (key === undefined) tabStorage.remove(OPEN)
    else tabStorage.store(OPEN, key)
  },
  end: () => tabStorage.remove(OPEN),
  /** Whether it is the one of a manifest. */
  isOf: async (text: string, hasSecret: boolean): Promise<boolean> => {
    const open = tabStorage.read(OPEN)
    return open !== undefined && open === (await submissionKey(text, hasSecret))
  },
}
