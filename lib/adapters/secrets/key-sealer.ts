import type { RandomBytes, Sealer } from '../../system.ts'
import { decryptText, encryptText } from './sealed-text.ts'

const VERSION = 'key1.'

/** Encrypts with one key of 32 bytes, such as a file that only its owner may read. */
export const createKeySealer = (key: Uint8Array, randomBytes: RandomBytes): Sealer => ({
  seal: async (text, owner) => VERSION + encryptText(text, owner, key, randomBytes).toString('base64'),
  open: async (sealed, owner) => {
    if (!sealed.startsWith(VERSION)) throw new Error('This text was not sealed with a key of this machine')
    return decryptText(Buffer.from(sealed.slice(VERSION.length), 'base64'), owner, key)
  },
})
