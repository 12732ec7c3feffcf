import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BucketFiles, BucketPlace } from '../../depot/ports.ts'
import type { NewId } from '../../system.ts'
import { isErrno } from './errno.ts'
import { replaceFile } from './whole-file.ts'

/** No file system takes longer names. */
const LONGEST_NAME = 200

/**
 * Buckets as folders: an object is a file `BUCKET/KEY`, its name encoded so that no key leads out of the folder. A file is
 * written beside its name and then renamed, so it is there whole or as it was.
 */
export const createFolderBucketFiles = (folder: string, newId: NewId): BucketFiles => ({
  put: (place, bytes) => replaceFile(pathOf(folder, place), bytes, newId),
  get: async place => {
    try {
      return new Uint8Array(await readFile(pathOf(folder, place)))
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined
      throw error
    }
  },
})

const pathOf = (folder: string, { bucket, key }: BucketPlace) => join(folder, nameOf(bucket), nameOf(key))

/** Dots at the beginning are encoded too (`..` cannot be a name), and a name that is too long becomes its hash. */
const nameOf = (text: string) => {
  const name = encodeURIComponent(text.toWellFormed()).replace(/^\./, '%2E')
  return name.length <= LONGEST_NAME ? name : createHash('sha256').update(text).digest('hex')
}
