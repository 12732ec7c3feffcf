/*
 * One idempotency key for each manifest, held by this browser: a double click, a reload, a second tab and a lost answer all
 * send the same key, and so meet in the same job.
 */

const STORED = 'waybill.submission-keys'
const MOST = 100

type Keys = readonly (readonly [digest: string, key: string])[]

const stored = (): Keys => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]')
    return Array.isArray(value) ? (value as Keys) : []
  } catch {
    return []
  }
}

const digestOf = async (text: string): Promise<string> => {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * The key of a manifest. `undefined`: send none. Then the manifest itself is the key. That is so for manifests with passwords or
 * PINs, of which not even a digest is put into a storage, and where the browser makes no digests (a page by plain http).
 */
export const submissionKey = async (text: string, hasSecret: boolean): Promise<string | undefined> => {
  if (hasSecret || !window.isSecureContext) return undefined
  const digest = await digestOf(text)
  const known = stored().find(([one]) => one === digest)
  return known ? known[1] : drawKey(digest)
}

const drawKey = (digest: string): string => {
  const key = crypto.randomUUID()
  localStorage.setItem(
    STORED,
    JSON.stringify([[digest, key], ...stored().filter(([one]) => one !== digest)].slice(0, MOST)),
  )
  return key
}

/** A fresh key, where someone wants another job of the same manifest. */
export const freshKey = async (text: string): Promise<string> => drawKey(await digestOf(text))
